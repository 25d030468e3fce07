package io.envsnap.agent.snapshot;

import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.Placement;
import io.envsnap.spec.snapshot.TreePath;
import java.util.Optional;

/**
 * A path that a snapshot shall hold, before its bytes were read.
 *
 * @param path where it lies
 * @param status what the scan said of it; empty for a path that the session deleted
 * @param entry who claims it
 * @param placement when a restore writes it
 * @param substitute bytes to record instead of those on disk, because a secret was taken out
 */
public record RecordedPath(
    TreePath path,
    Optional<FileStatus> status,
    EntryKey entry,
    Placement placement,
    Optional<byte[]> substitute) {
  /** Whether it was a regular file when it was scanned. */
  boolean isFile() {
    return status.isPresent() && status.get().kind() == NodeKind.FILE;
  }

  /** How long it was when it was scanned; 0 for what was gone. */
  long size() {
    return status.isPresent() ? status.get().size() : 0;
  }
}
