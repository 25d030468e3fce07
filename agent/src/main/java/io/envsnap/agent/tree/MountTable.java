package io.envsnap.agent.tree;

import io.envsnap.spec.snapshot.SurrogateEscape;
import io.envsnap.spec.snapshot.TreePath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is mounted below a root, as {@code /proc/self/mountinfo} (proc_pid_mountinfo(5)) has it. */
final class MountTable {
  // File systems whose bytes lie on this machine. Every other one that is not the kernel's own is
  // taken for a network's or a program's.
  private static final Set<String> LOCAL =
      Set.of(
          "ext2",
          "ext3",
          "ext4",
          "xfs",
          "btrfs",
          "zfs",
          "f2fs",
          "overlay",
          "tmpfs",
          "vfat",
          "exfat",
          "jfs",
          "bcachefs");
  private static final Set<String> KERNEL =
      Set.of(
          "proc",
          "sysfs",
          "devtmpfs",
          "devpts",
          "cgroup",
          "cgroup2",
          "mqueue",
          "hugetlbfs",
          "securityfs",
          "debugfs",
          "tracefs",
          "configfs",
          "fusectl",
          "pstore",
          "bpf",
          "autofs",
          "binfmt_misc",
          "efivarfs",
          "nsfs",
          "rpc_pipefs",
          "selinuxfs");

  /**
   * One mount.
   *
   * @param point where, below the root
   * @param type of its file system
   * @param writable whether files may be written there
   */
  record Mount(TreePath point, String type, boolean writable) {
    boolean isLocal() {
      return LOCAL.contains(type);
    }

    boolean isKernels() {
      return KERNEL.contains(type);
    }
  }

  private final List<Mount> mounts;

  private MountTable(List<Mount> mounts) {
    this.mounts = List.copyOf(mounts);
  }

  /**
   * Reads the mounts strictly below a root; of several at one point the last counts.
   *
   * @param root the root's path as the file has it, {@code /} or without a slash at its end
   */
  static MountTable parse(byte[] mountinfo, String root) {
    Map<TreePath, Mount> found = new LinkedHashMap<>();
    String prefix = root.equals("/") ? "" : root;
    for (String line : SurrogateEscape.decode(mountinfo).split("\n", -1)) {
      String[] fields = line.split(" ", -1);
      int dash = Arrays.asList(fields).indexOf("-");
      if (dash < 6 || fields.length < dash + 4) {
        continue;
      }
      String point = OctalEscapes.plain(fields[4]);
      if (!point.startsWith(prefix + "/") || point.length() == prefix.length() + 1) {
        continue;
      }
      TreePath path = TreePath.of(point.substring(prefix.length()));
      boolean writable = isWritable(fields[5]) && isWritable(fields[dash + 3]);
      found.remove(path);
      found.put(path, new Mount(path, fields[dash + 1], writable));
    }
    return new MountTable(new ArrayList<>(found.values()));
  }

  private static boolean isWritable(String options) {
    return !Arrays.asList(options.split(",", -1)).contains("ro");
  }

  /** All mounts below the root. */
  List<Mount> mounts() {
    return mounts;
  }

  /** The mount that holds a path; empty for the root's own. */
  Optional<Mount> holding(TreePath path) {
    Mount best = null;
    for (Mount mount : mounts) {
      boolean deeper =
          best == null || mount.point().value().length() >= best.point().value().length();
      if (path.isWithin(mount.point()) && deeper) {
        best = mount;
      }
    }
    return Optional.ofNullable(best);
  }
}
