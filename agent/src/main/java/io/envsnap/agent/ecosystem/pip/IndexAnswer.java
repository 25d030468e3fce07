package io.envsnap.agent.ecosystem.pip;

import io.envsnap.agent.process.CommandResult;
import io.envsnap.spec.digest.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What one index, asked alone, has of one version of a distribution.
 *
 * @param files name and SHA-256 of the archive that it would serve; empty where it has none
 * @param silence why nobody knows what it has, as one clause; empty where it answered
 */
record IndexAnswer(Map<String, String> files, String silence) {
  /** pip says at its second level of words why it went without a page. */
  private static final Pattern SKIPPED =
      Pattern.compile("Could not fetch URL \\S+: (?!404)(.*?)(?: - skipping)?$", Pattern.MULTILINE);

  private static final Pattern ABSENT =
      Pattern.compile("No matching distribution found|Could not find a version that satisfies");

  /** Takes its own copy. */
  IndexAnswer {
    files = Map.copyOf(files);
  }

  /** Of one that did not answer. */
  static IndexAnswer none(String why) {
    return new IndexAnswer(Map.of(), why);
  }

  /** Of {@code pip download -vv} into a folder. */
  static IndexAnswer of(CommandResult result, Path folder) throws IOException {
    String said = result.text() + "\n" + result.error();
    Matcher skipped = SKIPPED.matcher(said);
    if (skipped.find()) {
      String why = skipped.group(1);
      return none(why.length() > 120 ? why.substring(0, 120) + "…" : why);
    }
    if (!result.succeeded()) {
      return none(ABSENT.matcher(said).find() ? "" : PythonCalls.said(result.error()));
    }
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.toList()) {
        files.put(String.valueOf(file.getFileName()), Digest.of(Files.readAllBytes(file)).hex());
      }
    }
    return new IndexAnswer(files, "");
  }
}
