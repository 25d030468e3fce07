package io.envsnap.agent.store.dir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Whether a folder outlives the machine, as far as its mount tells. */
final class FolderLife {
  private static final Set<String> GONE_AT_BOOT = Set.of("tmpfs", "ramfs");

  private FolderLife() {}

  /** Why it dies with the machine; empty when it lies on a mount of its own that may not. */
  static String reason(Path folder) {
    try {
      return reason(
          folder.toString(),
          Files.readAllLines(Path.of("/proc/self/mountinfo"), StandardCharsets.UTF_8));
    } catch (IOException e) {
      return "it is not known where `" + folder + "` lies";
    }
  }

  /**
   * Decides from the lines of {@code /proc/self/mountinfo}, whose fields are described in
   * proc_pid_mountinfo(5): the fifth is the mount point, the first after the dash the type.
   */
  static String reason(String folder, List<String> mountinfo) {
    String best = "";
    String type = "";
    for (String line : mountinfo) {
      int dash = line.indexOf(" - ");
      String[] fields = line.split(" ");
      if (dash < 0 || fields.length < 5) {
        continue;
      }
      String point = fields[4].replace("\\040", " ");
      boolean holds = point.equals("/") || folder.equals(point) || folder.startsWith(point + "/");
      if (holds && point.length() >= best.length()) {
        best = point;
        type = line.substring(dash + 3).split(" ")[0];
      }
    }
    if (best.isEmpty() || best.equals("/")) {
      return "it lies on the machine's own disk";
    }
    return GONE_AT_BOOT.contains(type) ? "it lies in the machine's memory" : "";
  }
}
