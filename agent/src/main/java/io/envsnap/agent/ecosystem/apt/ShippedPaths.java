package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.ecosystem.Claim;
import io.envsnap.agent.tree.Changes;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.snapshot.Owner;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Claims what packages of the session ship, what was compiled from it, and dpkg's notes on it. */
final class ShippedPaths {
  private static final TreePath HOME = TreePath.of("/root");
  private static final int PLAIN_FOLDER = 0755;
  private static final int PRIVATE_FOLDER = 0700;
  private static final String CACHE = "__pycache__";

  private final DpkgDatabase database;
  private final Changes changes;
  private final Findings findings;
  private final Map<TreePath, Claim> shipped = new HashMap<>();

  ShippedPaths(DpkgDatabase database, Changes changes, Findings findings) {
    this.database = database;
    this.changes = changes;
    this.findings = findings;
  }

  /**
   * Claims for packages of the session.
   *
   * @param packages those that have an entry
   */
  void claim(Collection<PackageId> packages) throws IOException {
    for (PackageId id : packages) {
      Claim late = Claim.late(Keys.of(id));
      Claim content = Claim.content(Keys.of(id));
      database.infoFiles(id).forEach(file -> findings.claim(file, late));
      for (TreePath path : database.listed(id)) {
        shipped.putIfAbsent(path, content);
      }
    }
    absorbFoldersOfOthers(packages);
    shipped.forEach(findings::claim);
    changes.changed().keySet().forEach(this::claimCompiled);
  }

  /** Folders that the base has too: that they changed means no more than a new name in them. */
  private void absorbFoldersOfOthers(Collection<PackageId> packages) throws IOException {
    Set<String> plain = new HashSet<>();
    for (TreePath path : changes.changed().keySet()) {
      if (isPlainFolder(path)) {
        plain.add(path.value());
      }
    }
    for (PackageId id : database.status().installed().keySet()) {
      if (!packages.contains(id)) {
        database.listedAmong(id, plain).forEach(findings::absorb);
      }
    }
  }

  private boolean isPlainFolder(TreePath path) {
    FileStatus status = changes.status(path).orElse(null);
    return status != null
        && status.kind() == NodeKind.DIRECTORY
        && status.mode() == (path.equals(HOME) ? PRIVATE_FOLDER : PLAIN_FOLDER)
        && status.owner().uid() == Owner.ROOT.uid()
        && status.owner().gid() == Owner.ROOT.gid();
  }

  /** Byte code goes with its source; the folder of it goes with the first that is in it. */
  private void claimCompiled(TreePath path) {
    if (!path.value().endsWith(".pyc")) {
      return;
    }
    source(path)
        .map(shipped::get)
        .ifPresent(
            claim -> {
              findings.claim(path, claim);
              path.parent()
                  .filter(folder -> folder.name().equals(CACHE))
                  .ifPresent(folder -> findings.claim(folder, claim));
            });
  }

  /** The source of {@code p/__pycache__/x.cpython-311.pyc} is {@code p/x.py} (PEP 3147). */
  static Optional<TreePath> source(TreePath compiled) {
    String name = compiled.name();
    Optional<TreePath> folder = compiled.parent();
    if (folder.isEmpty() || !folder.get().name().equals(CACHE)) {
      return folder.map(f -> f.child(name.substring(0, name.length() - 1)));
    }
    int dot = name.indexOf('.');
    return folder.get().parent().map(f -> f.child(name.substring(0, dot) + ".py"));
  }
}
