package io.envsnap.cli.output;

import io.envsnap.spec.lockfile.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Entries as people read them. */
final class EntryWords {
  private static final int SHOWN_DIGITS = 12;

  private EntryWords() {}

  /** {@code 12 apt packages, 3 paths and 1 git repository}. */
  static String counts(List<Entry> entries) {
    Map<String, Long> counts = new TreeMap<>();
    for (Entry entry : entries) {
      String ecosystem = entry.key().ecosystem().value();
      String kind = entry.key().kind();
      // A path is a path; that its ecosystem is called `files` tells a person nothing more.
      counts.merge(ecosystem.equals("files") ? kind : ecosystem + " " + kind, 1L, Long::sum);
    }
    List<String> words = new ArrayList<>();
    counts.forEach((kind, number) -> words.add(Words.count(number, kind)));
    return words.isEmpty() ? "nothing" : list(words);
  }

  /** A version that is a digest or a commit is cut to its first digits. */
  static String version(Entry entry) {
    String version = entry.version();
    int digest = version.indexOf("sha256:");
    if (digest == 0 && version.length() > "sha256:".length() + SHOWN_DIGITS) {
      version = version.substring(0, "sha256:".length() + SHOWN_DIGITS);
    } else if (version.length() == 40 && version.matches("[0-9a-f]+")) {
      version = version.substring(0, SHOWN_DIGITS);
    }
    return version;
  }

  /** {@code apt graphviz 2.42.2-7}. */
  static String one(Entry entry) {
    String state = entry.attribute("state");
    return (entry.key().ecosystem() + " " + entry.key().name() + " " + version(entry)).strip()
        + (state.isEmpty() ? "" : " (" + state + ")");
  }

  /** The mark of a change: {@code +} added, {@code -} removed, {@code ~} changed. */
  static String mark(Entry entry) {
    if (entry.attribute("state").equals("removed")
        || entry.attribute("state").equals("purged")
        || entry.attribute("state").equals("deleted")) {
      return "-";
    }
    return entry.attribute("replaced").isEmpty() ? "+" : "~";
  }

  private static String list(List<String> words) {
    if (words.size() == 1) {
      return words.get(0);
    }
    return String.join(", ", words.subList(0, words.size() - 1))
        + " and "
        + words.get(words.size() - 1);
  }
}
