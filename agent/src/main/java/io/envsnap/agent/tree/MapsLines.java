package io.envsnap.agent.tree;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Lines of {@code /proc/PID/maps}, proc_pid_maps(5). */
final class MapsLines {
  private static final String DELETED = " (deleted)";
  private static final Pattern PYTHON = Pattern.compile(".*/(?:libpython|python)3\\.[^/]*");

  private MapsLines() {}

  /** Files whose name was given to another file, or taken away. */
  static SortedSet<String> replaced(List<String> lines) {
    SortedSet<String> paths = new TreeSet<>();
    for (String line : lines) {
      String path = path(line);
      if (path.endsWith(DELETED) && !isMemory(path)) {
        String name = path.substring(0, path.length() - DELETED.length());
        // A newline in a name is the only thing that is escaped.
        paths.add(name.replace("\\012", "\n"));
      }
    }
    return paths;
  }

  /** Files whose bytes change when the process writes to its memory. */
  static SortedSet<String> writable(List<String> lines) {
    SortedSet<String> paths = new TreeSet<>();
    for (String line : lines) {
      int permissions = line.indexOf(' ') + 1;
      boolean shared =
          line.startsWith("w", permissions + 1) && line.startsWith("s", permissions + 3);
      String path = path(line);
      if (shared && !path.isEmpty() && !path.endsWith(DELETED) && !isMemory(path)) {
        paths.add(path.replace("\\012", "\n"));
      }
    }
    return paths;
  }

  /** Whether they are a Python's. */
  static boolean isPython(List<String> lines) {
    return lines.stream().anyMatch(line -> PYTHON.matcher(path(line)).matches());
  }

  // Shared memory has no file behind it, though it looks like a deleted one.
  private static boolean isMemory(String path) {
    return path.startsWith("/memfd:")
        || path.startsWith("/SYSV")
        || path.startsWith("/dev/zero")
        || path.startsWith("/dev/shm/");
  }

  private static String path(String line) {
    int slash = line.indexOf('/');
    // Addresses, permissions, offset, device, inode: five fields without a slash.
    return slash < 0 ? "" : line.substring(slash);
  }
}
