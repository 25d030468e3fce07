package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.ecosystem.Phase;
import io.envsnap.agent.ecosystem.RestoreStep;
import io.envsnap.agent.process.Command;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Folders that packages ship or have made, and whose content is no part of a session, such as those
 * for logs or for the machine's network: many a service does not start where its own folder is
 * missing, and dpkg misses it.
 */
final class UnrecordedFolders {
  static final String PART = "folders";
  private static final List<TreePath> PLACES =
      Stream.of(
              "/etc/NetworkManager",
              "/etc/cloud",
              "/etc/netplan",
              "/etc/network",
              "/etc/systemd/network",
              "/var/backups",
              "/var/cache",
              "/var/crash",
              "/var/log",
              "/var/lib/NetworkManager",
              "/var/lib/PackageKit",
              "/var/lib/cloud",
              "/var/lib/command-not-found",
              "/var/lib/containerd",
              "/var/lib/dhcp",
              "/var/lib/dhcpcd",
              "/var/lib/docker",
              "/var/lib/logrotate",
              "/var/lib/mlocate",
              "/var/lib/plocate",
              "/var/lib/systemd",
              "/var/lib/update-notifier")
          .map(TreePath::of)
          .toList();

  private UnrecordedFolders() {}

  /**
   * One line for each folder of these packages: mode, owner, group, package and path.
   *
   * @param packages of the session
   * @param recorded whether a path enters the snapshot by itself
   */
  static byte[] describe(
      HostTree tree,
      DpkgDatabase database,
      Collection<PackageId> packages,
      Predicate<TreePath> recorded)
      throws IOException {
    Set<String> lines = new TreeSet<>();
    for (PackageId id : packages) {
      for (TreePath path : made(tree, database.listed(id))) {
        boolean wanted = isPlace(path) && !recorded.test(path);
        Optional<FileStatus> status = wanted ? tree.status(path) : Optional.empty();
        if (status.isPresent() && status.get().kind() == NodeKind.DIRECTORY) {
          lines.add(line(status.get(), id, path));
        }
      }
    }
    return SystemFiles.bytes(lines);
  }

  /** With the folders that their rules ask for: maintainer scripts have these followed at once. */
  private static List<TreePath> made(HostTree tree, List<TreePath> shipped) throws IOException {
    List<TreePath> paths = new ArrayList<>(shipped);
    for (TreePath path : shipped) {
      if (TmpfilesRules.isRules(path)) {
        paths.addAll(TmpfilesRules.folders(SystemFiles.lines(tree, path)));
      }
    }
    return paths;
  }

  private static boolean isPlace(TreePath path) {
    return PLACES.stream().anyMatch(path::isWithin);
  }

  private static String line(FileStatus status, PackageId id, TreePath path) {
    return String.join(
        " ",
        String.format(Locale.ROOT, "%04o", status.mode()),
        status.owner().user(),
        status.owner().group(),
        id.toString(),
        path.value());
  }

  /**
   * Plans to make those that are missing here.
   *
   * @param packages those that come back
   */
  static List<RestoreStep> steps(HostTree tree, byte[] part, Collection<PackageId> packages)
      throws IOException {
    List<RestoreStep> steps = new ArrayList<>();
    for (String line : SystemFiles.lines(part)) {
      String[] words = line.split(" ", 5);
      Optional<PackageId> id = words.length == 5 ? PackageId.parse(words[3]) : Optional.empty();
      Optional<TreePath> path = words.length == 5 ? SystemFiles.path(words[4]) : Optional.empty();
      boolean sound =
          id.filter(packages::contains).isPresent()
              && path.filter(UnrecordedFolders::isPlace).isPresent()
              && words[0].matches("[0-7]{4}")
              && AccountLines.isName(words[1])
              && AccountLines.isName(words[2]);
      if (sound && tree.status(path.orElseThrow()).isEmpty()) {
        steps.add(make(Keys.of(id.orElseThrow()), words, path.orElseThrow()));
      }
    }
    return steps;
  }

  private static RestoreStep make(EntryKey key, String[] words, TreePath path) {
    Command command =
        Command.of(
            "install", "-d", "-m", words[0], "-o", words[1], "-g", words[2], "--", path.value());
    return new RestoreStep.Run(key, command, Phase.CONTENT, false);
  }
}
