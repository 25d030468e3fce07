package io.envsnap.agent.ecosystem.pip;

import java.util.Locale;
import java.util.OptionalLong;

/**
 * One package of a {@code pylock.toml} (PEP 751) and of a requirements file.
 *
 * @param name of the project, normalized
 * @param version exact version
 * @param source key and value, in TOML, that say where its files are
 * @param requirement line of a requirements file with the digest; empty where pip knows no digest
 *     of such a source
 */
record LockedPackage(String name, String version, String source, String requirement)
    implements Comparable<LockedPackage> {
  private static final String WHEEL = ".whl";

  /** A wheel that lies beside the file. */
  static LockedPackage beside(String name, String version, String path, String sha256, long bytes) {
    String file = path.substring(path.lastIndexOf('/') + 1);
    return new LockedPackage(
        name,
        version,
        archive(file, "path", path, sha256, OptionalLong.of(bytes)),
        name + "==" + version + hash(sha256));
  }

  /** A wheel or an sdist at an address. */
  static LockedPackage at(
      String name, String version, String url, String file, String sha256, OptionalLong bytes) {
    return new LockedPackage(
        name, version, archive(file, "url", url, sha256, bytes), name + " @ " + url + hash(sha256));
  }

  /** A commit of a git repository. */
  static LockedPackage commit(String name, String version, String url, String commit) {
    String source =
        "vcs = {type = \"git\", url = " + text(url) + ", commit-id = " + text(commit) + "}";
    return new LockedPackage(name, version, source, "");
  }

  /** Whether its wheel lies beside the file. */
  boolean isBeside() {
    return requirement.startsWith(name + "==");
  }

  private static String hash(String sha256) {
    return " --hash=sha256:" + sha256;
  }

  private static String archive(
      String file, String key, String place, String sha256, OptionalLong bytes) {
    String size = bytes.isPresent() ? ", size = " + bytes.getAsLong() : "";
    String table =
        "{name = "
            + text(file)
            + ", "
            + key
            + " = "
            + text(place)
            + size
            + ", hashes = {sha256 = "
            + text(sha256)
            + "}}";
    return file.endsWith(WHEEL) ? "wheels = [" + table + "]" : "sdist = " + table;
  }

  /** A basic string of TOML 1.0. */
  static String text(String value) {
    StringBuilder text = new StringBuilder("\"");
    value
        .codePoints()
        .forEach(
            point -> {
              if (point == '"' || point == '\\') {
                text.append('\\').appendCodePoint(point);
              } else if (Character.isISOControl(point)) {
                text.append(String.format(Locale.ROOT, "\\u%04X", point));
              } else {
                text.appendCodePoint(point);
              }
            });
    return text.append('"').toString();
  }

  @Override
  public int compareTo(LockedPackage other) {
    return name.compareTo(other.name);
  }
}
