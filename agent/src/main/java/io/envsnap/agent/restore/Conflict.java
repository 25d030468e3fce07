package io.envsnap.agent.restore;

import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.TreePath;

/**
 * A recorded path that is not written, because this machine has its own there.
 *
 * @param entry whose path it is
 * @param path the path
 * @param reason one clause
 */
public record Conflict(EntryKey entry, TreePath path, String reason) {}
