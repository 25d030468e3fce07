package io.envsnap.agent.ecosystem.files;

import io.envsnap.spec.redact.SafeUrl;
import java.util.List;

/**
 * A package as the program notes it that installed it.
 *
 * @param manager the program, such as {@code npm}
 * @param name as the program spells it
 * @param version exact version
 * @param source where it came from, as far as the program notes it, without credentials
 * @param files what it put where, relative to the folder of the program; empty where not told
 */
record NotedPackage(
    String manager, String name, String version, String source, List<String> files) {
  private static final int LONGEST = 200;
  private static final int LONGEST_SOURCE = 500;

  /** Takes its own copy, and no more than a person would read. */
  NotedPackage {
    name = plain(name, LONGEST);
    version = plain(version, LONGEST);
    source = plain(SafeUrl.of(source).text(), LONGEST_SOURCE);
    files = List.copyOf(files);
  }

  /** Whether the note says what a package must have. */
  boolean isWhole() {
    return !name.isEmpty() && !version.isEmpty();
  }

  /** {@code npm is-odd 3.0.1}, with its source where that is known. */
  String spoken() {
    return (manager + " " + name + " " + version + " " + source).strip();
  }

  /** These files are written by anybody. */
  private static String plain(String text, int longest) {
    String shown = text.replaceAll("[\\p{Cntrl},]", "?");
    return shown.substring(0, Math.min(longest, shown.length()));
  }
}
