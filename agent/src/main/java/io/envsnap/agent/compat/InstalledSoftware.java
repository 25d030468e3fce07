package io.envsnap.agent.compat;

import io.envsnap.agent.binary.GpuCode;
import io.envsnap.agent.host.PythonInterpreter;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The Python packages that are installed on a machine, its image's included. Names and versions are
 * read from folder names; only the libraries of packages that need CUDA are opened.
 */
public final class InstalledSoftware {
  private static final String INFO = ".dist-info";
  private static final int RECORD_LIMIT = 32 << 20;

  private final HostTree tree;

  private InstalledSoftware(HostTree tree) {
    this.tree = tree;
  }

  /** All of them, once for each site folder. */
  public static List<Software> of(HostTree tree, List<PythonInterpreter> pythons)
      throws IOException {
    InstalledSoftware installed = new InstalledSoftware(tree);
    Set<TreePath> sites = new HashSet<>();
    List<Software> packages = new ArrayList<>();
    for (PythonInterpreter python : pythons) {
      for (TreePath site : python.siteFolders()) {
        if (sites.add(tree.resolve(site))) {
          packages.addAll(installed.in(tree.resolve(site)));
        }
      }
    }
    return packages;
  }

  private List<Software> in(TreePath site) throws IOException {
    Map<Software, TreePath> infos = new LinkedHashMap<>();
    for (String folder : tree.list(site)) {
      int dash = folder.lastIndexOf('-', folder.length() - INFO.length() - 1);
      if (folder.endsWith(INFO) && dash > 0 && !folder.startsWith("~")) {
        String name = folder.substring(0, dash).replaceAll("[-_.]+", "-").toLowerCase(Locale.ROOT);
        String version = folder.substring(dash + 1, folder.length() - INFO.length());
        infos.putIfAbsent(
            new Software("pip", name, version, site.value(), "", ""), site.child(folder));
      }
    }
    List<Software> packages = List.copyOf(infos.keySet());
    Set<Software> needy = new HashSet<>();
    new CudaNeeds(packages).find().forEach(need -> needy.add(need.software()));
    List<Software> looked = new ArrayList<>();
    for (Map.Entry<Software, TreePath> one : infos.entrySet()) {
      Software software = one.getKey();
      looked.add(needy.contains(software) ? withTargets(software, site, one.getValue()) : software);
    }
    return looked;
  }

  private Software withTargets(Software one, TreePath site, TreePath info) throws IOException {
    SortedSet<String> targets = new TreeSet<>();
    for (String line : recordOf(info)) {
      String path = line.split(",", 2)[0];
      if (path.endsWith(".so") || path.contains(".so.")) {
        Optional<TreePath> file = site.resolve(path);
        if (file.isPresent() && isFile(file.get())) {
          targets.addAll(GpuCode.in(tree.onDisk(file.get())));
        }
      }
    }
    return new Software(
        one.ecosystem(),
        one.name(),
        one.version(),
        one.scope(),
        one.tag(),
        String.join(" ", targets));
  }

  private boolean isFile(TreePath path) throws IOException {
    return tree.status(path).filter(status -> status.kind() == NodeKind.FILE).isPresent();
  }

  private List<String> recordOf(TreePath info) throws IOException {
    return tree.read(info.child("RECORD"), RECORD_LIMIT)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8).lines().toList())
        .orElse(List.of());
  }
}
