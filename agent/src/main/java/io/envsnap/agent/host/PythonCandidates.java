package io.envsnap.agent.host;

import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds programs that look like Python interpreters, each under one name only. */
final class PythonCandidates {
  private static final Pattern NAME = Pattern.compile("python(?:3(?:\\.\\d+)?)?");

  /** {@code python3} before {@code python} before {@code python3.11}, as people call them. */
  private static final Comparator<String> AS_CALLED =
      Comparator.comparing((String name) -> !name.equals("python3"))
          .thenComparing(Comparator.naturalOrder());

  private final HostTree tree;
  private final Map<String, String> environment;

  PythonCandidates(HostTree tree, Map<String, String> environment) {
    this.tree = tree;
    this.environment = environment;
  }

  /** In PATH order, then the places where installers of whole Pythons put them. */
  List<TreePath> find() throws IOException {
    List<TreePath> found = new ArrayList<>();
    Set<TreePath> seen = new HashSet<>();
    for (TreePath folder : folders()) {
      for (String name : names(folder)) {
        TreePath candidate = folder.child(name);
        TreePath real = tree.resolve(candidate);
        if (isProgram(real) && seen.add(real)) {
          found.add(candidate);
        }
      }
    }
    return found;
  }

  private List<String> names(TreePath folder) throws IOException {
    if (isVirtual(folder)) {
      return List.of();
    }
    return tree.list(folder).stream()
        .filter(name -> NAME.matcher(name).matches())
        .sorted(AS_CALLED)
        .toList();
  }

  // Environments are described where they are, by the ecosystem that made them (PEP 405).
  private boolean isVirtual(TreePath bin) throws IOException {
    Optional<TreePath> prefix = bin.parent();
    return prefix.isPresent() && tree.status(prefix.get().child("pyvenv.cfg")).isPresent();
  }

  private boolean isProgram(TreePath real) throws IOException {
    Optional<FileStatus> status = tree.status(real);
    return status.isPresent()
        && status.get().kind() == NodeKind.FILE
        && (status.get().mode() & 0111) != 0;
  }

  private List<TreePath> folders() throws IOException {
    List<TreePath> folders = new ArrayList<>(SearchPath.of(environment));
    folders.add(TreePath.of("/usr/local/bin"));
    folders.add(TreePath.of("/usr/bin"));
    addBins(folders, TreePath.of("/opt"));
    addBins(folders, TreePath.of("/opt/python"));
    String home = environment.getOrDefault("HOME", "");
    if (home.startsWith("/") && !home.equals("/")) {
      Optional<TreePath> at = TreePath.ROOT.resolve(home);
      if (at.isPresent()) {
        addBins(folders, at.get().child(".local/share/uv/python"));
        addBins(folders, at.get().child(".pyenv/versions"));
        for (String conda : List.of("miniconda3", "miniforge3", "mambaforge", "anaconda3")) {
          folders.add(at.get().child(conda + "/bin"));
        }
      }
    }
    return folders;
  }

  private void addBins(List<TreePath> folders, TreePath parent) throws IOException {
    for (String name : tree.list(parent)) {
      folders.add(parent.child(name + "/bin"));
    }
  }
}
