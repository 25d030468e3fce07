package io.envsnap.agent.store.dir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The mount that a folder lies on.
 *
 * @param point where it is mounted; empty when that is not known
 * @param type of its file system
 */
record FolderMount(String point, String type) {
  /** Where Colab's {@code drive.mount('/content/drive')} puts it. */
  private static final Path COLAB = Path.of("/content/drive");

  private static final Set<String> GONE_AT_BOOT = Set.of("tmpfs", "ramfs");

  /**
   * File systems that take a file at once and send it to its store when it suits them: Colab's and
   * ChromeOS's DriveFS, google-drive-ocamlfuse, and rclone with a cache of writes.
   */
  private static final Set<String> SEND_LATER =
      Set.of("fuse.drive", "fuse.drivefs", "fuse.google-drive-ocamlfuse", "fuse.rclone");

  /** The mount of a folder that need not be there yet. */
  static FolderMount of(Path folder) {
    try {
      return of(
          real(folder).toString(),
          Files.readAllLines(Path.of("/proc/self/mountinfo"), StandardCharsets.UTF_8));
    } catch (IOException e) {
      return new FolderMount("", "");
    }
  }

  /** With the links in its path followed, as far as it is there. */
  private static Path real(Path folder) throws IOException {
    for (Path part = folder; part != null; part = part.getParent()) {
      if (Files.exists(part)) {
        return part.toRealPath().resolve(part.relativize(folder)).normalize();
      }
    }
    return folder;
  }

  /**
   * Decides from the lines of {@code /proc/self/mountinfo}, whose fields are described in
   * proc_pid_mountinfo(5): the fifth is the mount point, the first after the dash the type.
   */
  static FolderMount of(String folder, List<String> mountinfo) {
    FolderMount best = new FolderMount("", "");
    for (String line : mountinfo) {
      int dash = line.indexOf(" - ");
      String[] fields = line.split(" ");
      if (dash < 0 || fields.length < 5) {
        continue;
      }
      String point = fields[4].replace("\\040", " ");
      boolean holds = point.equals("/") || folder.equals(point) || folder.startsWith(point + "/");
      if (holds && point.length() >= best.point.length()) {
        best = new FolderMount(point, line.substring(dash + 3).split(" ")[0]);
      }
    }
    return best;
  }

  /** Why what lies there dies with the machine; empty when it may not. */
  String dies() {
    if (point.isEmpty()) {
      return "it is not known where it lies";
    }
    if (point.equals("/")) {
      return "it lies on the machine's own disk";
    }
    return GONE_AT_BOOT.contains(type) ? "it lies in the machine's memory" : "";
  }

  /** Whether what is written there, and synced, may still be on this machine only. */
  boolean sendsLater() {
    return SEND_LATER.contains(type);
  }

  /**
   * Where a Drive should be mounted for a folder to be in it, if it is not: a folder made there
   * instead is on the machine's own disk, and the Drive cannot be mounted over it any more.
   */
  static Optional<Path> unmounted(Path folder) {
    boolean there = Files.exists(folder) || Files.exists(COLAB.resolve("MyDrive"));
    return folder.startsWith(COLAB) && !there && of(folder).point().equals("/")
        ? Optional.of(COLAB)
        : Optional.empty();
  }
}
