package io.envsnap.agent.ecosystem.pip;

import io.envsnap.spec.snapshot.TreePath;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The paths that a {@code RECORD} names. Source: Python packaging, "Recording installed projects":
 * a CSV file with path, hash and size; the path is relative to the folder that holds the dist-info.
 */
final class RecordText {
  private RecordText() {}

  /** The path column, unquoted. */
  static List<String> parse(List<String> lines) {
    List<String> paths = new ArrayList<>(lines.size());
    for (String line : lines) {
      String path = first(line);
      if (!path.isEmpty()) {
        paths.add(path);
      }
    }
    return paths;
  }

  private static String first(String line) {
    if (!line.startsWith("\"")) {
      int comma = line.indexOf(',');
      return comma < 0 ? line : line.substring(0, comma);
    }
    StringBuilder text = new StringBuilder();
    for (int at = 1; at < line.length(); at++) {
      char letter = line.charAt(at);
      if (letter != '"') {
        text.append(letter);
      } else if (at + 1 < line.length() && line.charAt(at + 1) == '"') {
        text.append('"');
        at++;
      } else {
        break;
      }
    }
    return text.toString();
  }

  /** Where such a path lies; empty when it leads above the root. */
  static Optional<TreePath> resolve(TreePath site, String recorded) {
    return isPlain(recorded) ? Optional.of(site.child(recorded)) : resolveParts(site, recorded);
  }

  /** Whether it surely has no component that must be taken away: nearly all are so. */
  private static boolean isPlain(String recorded) {
    return !recorded.isEmpty()
        && recorded.charAt(0) != '/'
        && recorded.charAt(0) != '.'
        && !recorded.endsWith("/")
        && !recorded.contains("//")
        && !recorded.contains("/.")
        && recorded.indexOf('\0') < 0;
  }

  private static Optional<TreePath> resolveParts(TreePath site, String recorded) {
    Deque<String> parts = new ArrayDeque<>();
    String whole = recorded.startsWith("/") ? recorded : site.value() + "/" + recorded;
    for (String part : whole.split("/", -1)) {
      if (part.equals("..")) {
        if (parts.pollLast() == null) {
          return Optional.empty();
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    String path = "/" + String.join("/", parts);
    return path.indexOf('\0') >= 0 ? Optional.empty() : Optional.of(TreePath.of(path));
  }
}
