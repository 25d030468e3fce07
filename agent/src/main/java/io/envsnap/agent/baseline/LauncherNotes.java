package io.envsnap.agent.baseline;

import io.envsnap.spec.snapshot.Timestamp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the launcher installed for envsnap itself: it belongs to no session.
 *
 * @param packages {@code name:architecture} of Debian packages that it brought or moved
 * @param windows when it was at work
 */
public record LauncherNotes(Set<String> packages, List<Window> windows) {
  /** No launcher has run. */
  public static final LauncherNotes NONE = new LauncherNotes(Set.of(), List.of());

  /** Takes its own copies. */
  public LauncherNotes {
    packages = Set.copyOf(packages);
    windows = List.copyOf(windows);
  }

  /**
   * A time in which the launcher was at work.
   *
   * @param from its first moment
   * @param to its last
   */
  public record Window(Timestamp from, Timestamp to) {
    boolean covers(Timestamp moment) {
      return from.compareTo(moment) <= 0 && moment.compareTo(to) <= 0;
    }
  }

  /** Whether the launcher was at work then. */
  public boolean covers(Timestamp moment) {
    for (Window window : windows) {
      if (window.covers(moment)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Reads the launcher's folder: each run has a folder with {@code begin}, {@code status.before},
   * {@code status.after} and {@code end}; a run that was cut off lacks the last two and then counts
   * for nothing but its packages cannot be told from the user's.
   *
   * @param folder may be absent
   * @throws IOException when the notes are there and cannot be read
   */
  public static LauncherNotes read(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return NONE;
    }
    Set<String> packages = new TreeSet<>();
    List<Window> windows = new ArrayList<>();
    try (DirectoryStream<Path> runs = Files.newDirectoryStream(folder)) {
      for (Path run : runs) {
        Path begin = run.resolve("begin");
        Path end = run.resolve("end");
        Path after = run.resolve("status.after");
        if (!Files.exists(begin) || !Files.exists(end) || !Files.exists(after)) {
          continue;
        }
        windows.add(new Window(ctime(begin), ctime(end)));
        packages.addAll(moved(installed(run.resolve("status.before")), installed(after)));
      }
    }
    return new LauncherNotes(packages, windows);
  }

  private static Set<String> moved(Map<String, String> before, Map<String, String> after) {
    Set<String> moved = new TreeSet<>();
    after.forEach(
        (name, version) -> {
          if (!version.equals(before.get(name))) {
            moved.add(name);
          }
        });
    return moved;
  }

  private static Map<String, String> installed(Path status) throws IOException {
    if (!Files.exists(status)) {
      return Map.of();
    }
    return installed(Files.readString(status, StandardCharsets.UTF_8).lines().toList());
  }

  /** Installed packages of a dpkg status file: {@code name:architecture} to version. */
  static Map<String, String> installed(List<String> status) {
    Map<String, String> versions = new HashMap<>();
    Map<String, String> stanza = new HashMap<>();
    for (String line : status) {
      if (line.isEmpty()) {
        close(stanza, versions);
      } else if (line.charAt(0) != ' ' && line.indexOf(": ") > 0) {
        int colon = line.indexOf(": ");
        stanza.put(line.substring(0, colon), line.substring(colon + 2));
      }
    }
    close(stanza, versions);
    return versions;
  }

  private static void close(Map<String, String> stanza, Map<String, String> versions) {
    if (stanza.getOrDefault("Status", "").endsWith(" ok installed")) {
      versions.put(
          stanza.getOrDefault("Package", "") + ":" + stanza.getOrDefault("Architecture", ""),
          stanza.getOrDefault("Version", ""));
    }
    stanza.clear();
  }

  private static Timestamp ctime(Path path) throws IOException {
    Object value = Files.getAttribute(path, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
    if (!(value instanceof FileTime time)) {
      throw new IOException("`" + path + "` has no inode change time");
    }
    Instant moment = time.toInstant();
    return new Timestamp(moment.getEpochSecond(), moment.getNano());
  }
}
