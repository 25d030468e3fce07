package io.envsnap.agent.ecosystem.files;

import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which packages of npm, R, cargo and conda files belong to: those come along as files, and this
 * names where they came from.
 */
final class PackageOrigins {
  private static final String MODULES = "node_modules";
  private static final String LOCK = ".package-lock.json";

  /** So many packages are named; of a folder with more, how many more there are. */
  private static final int MOST = 100;

  private final HostTree tree;
  private final Collection<TreePath> files;
  private final Map<TreePath, List<NotedPackage>> owners = new HashMap<>();

  private PackageOrigins(HostTree tree, Collection<TreePath> files) {
    this.tree = tree;
    this.files = files;
  }

  /**
   * Reads all notes that are among these files.
   *
   * @param files whose names are looked at, whichever ecosystem knows more of them
   */
  static PackageOrigins of(HostTree tree, Collection<TreePath> files) throws IOException {
    PackageOrigins origins = new PackageOrigins(tree, files);
    for (TreePath file : files) {
      origins.look(file);
    }
    return origins;
  }

  private void look(TreePath file) throws IOException {
    if (!maySay(file.value())) {
      return;
    }
    String name = file.name();
    TreePath folder = file.parent().orElse(TreePath.ROOT);
    if (name.equals(LOCK) && folder.name().equals(MODULES)) {
      enter(file, PackageNotes.npmTree(read(file)), Optional.empty());
    } else if (name.equals("package.json") && isGlobal(folder)) {
      enter(file, PackageNotes.npmPackage(read(file)), Optional.empty());
    } else if (name.equals("DESCRIPTION")
        && files.contains(folder.child("Meta").child("package.rds"))) {
      enter(file, PackageNotes.rPackage(read(file)), Optional.empty());
    } else if (name.equals(".crates.toml")) {
      enter(file, PackageNotes.crates(read(file)), Optional.of(folder));
    } else if (name.endsWith(".json") && folder.name().equals("conda-meta")) {
      enter(file, PackageNotes.condaPackage(read(file)), folder.parent());
    }
  }

  /** Most names say nothing, and need not be taken apart. */
  private static boolean maySay(String text) {
    return text.endsWith(".json") || text.endsWith("DESCRIPTION") || text.endsWith(".crates.toml");
  }

  /** A package of {@code npm -g}: right below its folder, of which npm keeps no list. */
  private boolean isGlobal(TreePath folder) {
    TreePath modules = folder.parent().orElse(TreePath.ROOT);
    if (modules.name().startsWith("@")) {
      modules = modules.parent().orElse(TreePath.ROOT);
    }
    return modules.name().equals(MODULES)
        && modules.value().indexOf("/" + MODULES + "/") < 0
        && !files.contains(modules.child(LOCK));
  }

  private byte[] read(TreePath file) throws IOException {
    return tree.read(file, PackageNotes.LIMIT).orElse(new byte[0]);
  }

  private void enter(TreePath note, List<NotedPackage> packages, Optional<TreePath> prefix) {
    for (NotedPackage one : packages) {
      owners.computeIfAbsent(note, path -> new ArrayList<>()).add(one);
      if (prefix.isPresent()) {
        for (String file : one.files()) {
          below(prefix.get(), file)
              .ifPresent(path -> owners.computeIfAbsent(path, key -> new ArrayList<>()).add(one));
        }
      }
    }
  }

  private static Optional<TreePath> below(TreePath prefix, String file) {
    try {
      return Optional.of(TreePath.of((prefix.equals(TreePath.ROOT) ? "" : prefix) + "/" + file));
    } catch (IllegalArgumentException e) {
      // No file of this machine has such a name.
      return Optional.empty();
    }
  }

  /** The packages that these paths belong to, as one line; empty when none is known. */
  String spoken(Collection<TreePath> paths) {
    Set<NotedPackage> found = new LinkedHashSet<>();
    for (TreePath path : paths) {
      found.addAll(owners.getOrDefault(path, List.of()));
    }
    List<String> words = found.stream().map(NotedPackage::spoken).distinct().sorted().toList();
    String named = String.join(", ", words.subList(0, Math.min(MOST, words.size())));
    return words.size() > MOST ? named + " and " + (words.size() - MOST) + " more" : named;
  }
}
