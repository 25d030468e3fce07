package io.envsnap.agent.host;

import java.util.List;

/**
 * Reads {@code /etc/os-release}.
 *
 * @see <a
 *     href="https://www.freedesktop.org/software/systemd/man/latest/os-release.html">os-release(5)</a>
 */
final class OsRelease {
  private OsRelease() {}

  /**
   * Identifier and version, such as {@code debian 12}; {@code linux} where the file names neither.
   */
  static String spoken(List<String> lines) {
    String id = value(lines, "ID");
    String version = value(lines, "VERSION_ID");
    if (id.isEmpty()) {
      return "linux";
    }
    return version.isEmpty() ? id : id + " " + version;
  }

  private static String value(List<String> lines, String name) {
    String found = "";
    for (String line : lines) {
      if (line.startsWith(name + "=")) {
        found = unquoted(line.substring(name.length() + 1).strip());
      }
    }
    return found;
  }

  private static String unquoted(String text) {
    boolean quoted =
        text.length() >= 2
            && (text.charAt(0) == '"' || text.charAt(0) == '\'')
            && text.charAt(0) == text.charAt(text.length() - 1);
    return quoted ? text.substring(1, text.length() - 1) : text;
  }
}
