package io.envsnap.agent.host;

import io.envsnap.spec.snapshot.TreePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The folders of a {@code PATH} variable. */
final class SearchPath {
  private SearchPath() {}

  /** In order, each once; what is no absolute path is left out, as it depends on who looks. */
  static List<TreePath> of(Map<String, String> environment) {
    List<TreePath> folders = new ArrayList<>();
    for (String text : environment.getOrDefault("PATH", "").split(":", -1)) {
      if (text.startsWith("/")) {
        TreePath.ROOT.resolve(text).filter(path -> !folders.contains(path)).ifPresent(folders::add);
      }
    }
    return List.copyOf(folders);
  }
}
