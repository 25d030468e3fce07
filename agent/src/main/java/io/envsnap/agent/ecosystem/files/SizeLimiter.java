package io.envsnap.agent.ecosystem.files;

import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.lockfile.LeftOut;
import io.envsnap.spec.snapshot.TreePath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Leaves out files that are too large, by name, the largest first. */
final class SizeLimiter {
  private final FileLimits limits;

  SizeLimiter(FileLimits limits) {
    this.limits = limits;
  }

  /** A file by its inode: further names of it cost nothing. */
  private record Inode(long device, long inode) {}

  /** Which of these files are left out. */
  List<LeftOut> leaveOut(Map<TreePath, FileStatus> files) {
    List<LeftOut> left = new ArrayList<>();
    List<Map.Entry<TreePath, FileStatus>> others = new ArrayList<>();
    Set<Inode> seen = new HashSet<>();
    long total = 0;
    for (Map.Entry<TreePath, FileStatus> file : files.entrySet()) {
      FileStatus status = file.getValue();
      if (status.kind() != NodeKind.FILE) {
        continue;
      }
      if (status.size() > limits.fileBytes()) {
        left.add(new LeftOut(file.getKey().value(), status.size(), limits.fileReason(), ""));
      } else {
        others.add(file);
        total += seen.add(inode(status)) ? status.size() : 0;
      }
    }
    others.sort(
        Comparator.comparingLong((Map.Entry<TreePath, FileStatus> file) -> file.getValue().size())
            .reversed()
            .thenComparing(Map.Entry::getKey));
    seen.clear();
    for (Map.Entry<TreePath, FileStatus> file : others) {
      FileStatus status = file.getValue();
      boolean further = seen.contains(inode(status));
      if (total <= limits.totalBytes() && !further) {
        break;
      }
      left.add(new LeftOut(file.getKey().value(), status.size(), limits.totalReason(), ""));
      total -= seen.add(inode(status)) ? status.size() : 0;
    }
    return left;
  }

  private static Inode inode(FileStatus status) {
    return new Inode(status.device(), status.inode());
  }
}
