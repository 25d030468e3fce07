package io.envsnap.agent.ecosystem.pip;

import io.envsnap.agent.ecosystem.Claim;
import io.envsnap.agent.tree.Changes;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.agent.tree.PathTable;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.TreePath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/** The changed paths of a session that are still free, and who of ours has claimed which. */
final class SessionPaths {
  private final Changes changes;
  private final Set<TreePath> taken;
  private final Map<TreePath, Claim> claims;

  SessionPaths(Changes changes, Set<TreePath> taken) {
    this.changes = changes;
    this.claims = new PathTable<>(changes.changed());
    this.taken = taken;
  }

  boolean isFree(TreePath path) {
    return !taken.contains(path) && !claims.containsKey(path);
  }

  void claim(TreePath path, Claim claim) {
    if (isChanged(path)) {
      take(path, claim);
    }
  }

  /** Claims what {@link #broughtBy} says. */
  void claim(List<TreePath> brought, Claim claim) {
    brought.forEach(path -> take(path, claim));
  }

  private boolean isChanged(TreePath path) {
    return changes.touched(path) || changes.deleted().contains(path);
  }

  private void take(TreePath path, Claim claim) {
    if (isFree(path)) {
      claims.put(path, claim);
    }
  }

  /**
   * What a distribution's files bring with them: themselves, what Python compiled of them, and the
   * new folders that lead to them from the site; only what the session changed. For any thread.
   */
  List<TreePath> broughtBy(Distribution one) {
    List<TreePath> brought = new ArrayList<>();
    Set<TreePath> folders = new HashSet<>();
    for (TreePath file : one.files()) {
      if (!file.isWithin(one.info())) {
        add(file, brought);
        if (file.name().endsWith(".py")) {
          addCompiled(file, brought);
        }
        Optional<TreePath> parent = file.parent();
        // Those above one that is known already are known as well.
        while (parent.isPresent()
            && parent.get().isWithin(one.site())
            && !parent.get().equals(one.site())
            && folders.add(parent.get())) {
          add(parent.get(), brought);
          parent = parent.get().parent();
        }
      }
    }
    return brought;
  }

  private void addCompiled(TreePath file, List<TreePath> brought) {
    String name = file.name();
    String module = name.substring(0, name.length() - ".py".length());
    TreePath cache = file.parent().orElse(TreePath.ROOT).child("__pycache__");
    add(cache, brought);
    TreePath from = cache.child(module + ".");
    for (TreePath compiled : changes.changed().tailMap(from).keySet()) {
      if (!compiled.value().startsWith(from.value())) {
        break;
      }
      if (compiled.name().endsWith(".pyc")) {
        brought.add(compiled);
      }
    }
  }

  private void add(TreePath path, List<TreePath> brought) {
    if (isChanged(path)) {
      brought.add(path);
    }
  }

  /** Claims everything free below a folder, the folder itself not. */
  void claimBelow(TreePath folder, Claim claim) {
    for (TreePath path : below(folder).keySet()) {
      claim(path, claim);
    }
    for (TreePath path : changes.deleted().tailSet(folder.child("\u0001"))) {
      if (!path.isWithin(folder)) {
        break;
      }
      claim(path, claim);
    }
  }

  /** Whose the claimed files below a folder are. */
  Set<EntryKey> ownersBelow(TreePath folder) {
    Set<EntryKey> owners = new TreeSet<>();
    below(folder)
        .forEach(
            (path, status) -> {
              Claim claim = claims.get(path);
              if (claim != null && status.kind() != NodeKind.DIRECTORY) {
                owners.add(claim.entry());
              }
            });
    return owners;
  }

  SortedMap<TreePath, FileStatus> below(TreePath folder) {
    // '0' follows '/': everything between is below the folder.
    return changes
        .changed()
        .subMap(TreePath.of(folder.value() + "/\u0001"), TreePath.of(folder.value() + "0"));
  }

  Map<TreePath, FileStatus> changed() {
    return changes.changed();
  }

  Map<TreePath, Claim> claims() {
    return Collections.unmodifiableMap(claims);
  }
}
