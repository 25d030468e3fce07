package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.baseline.LauncherNotes;
import io.envsnap.agent.ecosystem.CaptureContext;
import io.envsnap.agent.ecosystem.Claim;
import io.envsnap.agent.tree.Changes;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Claims what maintainer scripts and triggers made: paths of the system that nobody ships and that
 * changed while dpkg or apt was at work. What changed at any other time a person did, and it is
 * left to others.
 */
final class ScriptedPaths {
  private static final List<TreePath> SYSTEM =
      List.of(
          TreePath.of("/etc"),
          TreePath.of("/usr"),
          TreePath.of("/var/lib"),
          TreePath.of("/var/spool"),
          TreePath.of("/var/cache"),
          TreePath.of("/bin"),
          TreePath.of("/sbin"),
          TreePath.of("/lib"));
  private static final TreePath LOCAL = TreePath.of("/usr/local");

  /** Other tools than dpkg write there, perhaps at the same time. */
  private static final List<String> SITE_FOLDERS = List.of("/site-packages/", "/dist-packages/");

  private static final Pattern TYPICAL =
      Pattern.compile(
          "/etc/rc[0-6S]\\.d(?:/.*)?"
              + "|/etc/systemd/(?:system|user)/[^/]+\\.(?:wants|requires)(?:/.*)?"
              + "|/var/lib/systemd/deb-systemd-(?:user-)?helper-(?:enabled|masked)(?:/.*)?");

  private final DpkgDatabase database;
  private final HostTree tree;
  private final Changes changes;
  private final Map<TreePath, EntryKey> restored;
  private final Transactions transactions;
  private final Set<PackageId> own;
  private final LauncherNotes launcher;

  /**
   * With what tells scripts from people.
   *
   * @param own packages that envsnap's launcher installed: its runs are no part of the session
   */
  ScriptedPaths(
      DpkgDatabase database,
      CaptureContext context,
      Transactions transactions,
      Set<PackageId> own) {
    this.database = database;
    this.tree = context.tree();
    this.changes = context.changes();
    this.restored = context.restored();
    this.transactions = transactions;
    this.own = own;
    this.launcher = context.launcher();
  }

  /** Claims what is still free. */
  void claim(Findings findings) throws IOException {
    Set<CacheFiles> launchers = launchersCaches();
    changes
        .changed()
        .forEach(
            (path, status) -> {
              if (isSystem(path)
                  && findings.isFree(path)
                  && (isTypical(path, launchers)
                      || Keys.SCRIPTS.equals(restored.get(path))
                      || byScript(status.ctime()))) {
                findings.claim(path, claimOf(path));
              }
            });
    Set<TreePath> missed = missed(findings);
    for (TreePath path : changes.deleted()) {
      boolean scripted = findings.isFree(path) && isSystem(path) && isDeletedByScript(path);
      if (scripted && !missed.contains(path)) {
        // Files of a package that was replaced or removed: a restore takes them away by the
        // package's own list, where it has that package.
        findings.absorb(path);
      }
    }
  }

  /** What an installed package should have: no script takes its own files away, people do. */
  private Set<TreePath> missed(Findings findings) throws IOException {
    Set<String> deleted = new HashSet<>();
    for (TreePath path : changes.deleted()) {
      if (findings.isFree(path) && isSystem(path)) {
        deleted.add(path.value());
      }
    }
    Set<TreePath> missed = new HashSet<>();
    if (!deleted.isEmpty()) {
      for (PackageId id : database.status().installed().keySet()) {
        missed.addAll(database.listedAmong(id, deleted));
      }
    }
    return missed;
  }

  private static Claim claimOf(TreePath path) {
    return path.isWithin(SystemFiles.INFO)
        ? Claim.late(Keys.SCRIPTS)
        : Claim.content(CacheFiles.entryOf(path).orElse(Keys.SCRIPTS));
  }

  private static boolean isSystem(TreePath path) {
    return !path.isWithin(LOCAL)
        && SYSTEM.stream().anyMatch(path::isWithin)
        && SITE_FOLDERS.stream().noneMatch((path.value() + "/")::contains);
  }

  /** What hardly anybody but a script makes, and what a restore brought back without dpkg. */
  private static boolean isTypical(TreePath path, Set<CacheFiles> launchers) {
    return TYPICAL.matcher(path.value()).matches()
        || CacheFiles.of(path).filter(cache -> !launchers.contains(cache)).isPresent();
  }

  /** Caches that nothing has changed but the launcher's own installation. */
  private Set<CacheFiles> launchersCaches() {
    Set<CacheFiles> launchers = EnumSet.noneOf(CacheFiles.class);
    Set<CacheFiles> others = EnumSet.noneOf(CacheFiles.class);
    changes
        .changed()
        .forEach(
            (path, status) -> {
              if (status.kind() != NodeKind.DIRECTORY) {
                CacheFiles.of(path)
                    .ifPresent(
                        cache -> (launcher.covers(status.ctime()) ? launchers : others).add(cache));
              }
            });
    launchers.removeAll(others);
    return launchers;
  }

  private boolean byScript(Timestamp moment) {
    return !launcher.covers(moment)
        && transactions
            .at(moment)
            .filter(window -> window.packages().isEmpty() || !own.containsAll(window.packages()))
            .isPresent();
  }

  /** The folder that is left changed when its last name was taken out. */
  private boolean isDeletedByScript(TreePath path) throws IOException {
    EntryKey replayed = restored.get(path);
    if (replayed != null) {
      return replayed.ecosystem().equals(Keys.APT);
    }
    Optional<TreePath> folder = path.parent();
    while (folder.isPresent()) {
      Optional<FileStatus> status = tree.status(folder.get());
      if (status.isPresent()) {
        return byScript(status.get().ctime());
      }
      folder = folder.get().parent();
    }
    return false;
  }
}
