package io.envsnap.agent.record;

import io.envsnap.agent.baseline.Baseline;
import io.envsnap.agent.baseline.LauncherNotes;
import io.envsnap.agent.tree.Changes;
import io.envsnap.spec.snapshot.TreePath;
import java.util.Map;

/**
 * The witness of a session: what changed, against what, and what of it is envsnap's own doing.
 *
 * @param baseline what the image came with
 * @param notes what the launcher did
 * @param changes what changed
 * @param shared files that hooks write too, with the bytes that the session gave them
 */
record SessionScan(
    Baseline baseline, LauncherNotes notes, Changes changes, Map<TreePath, byte[]> shared) {}
