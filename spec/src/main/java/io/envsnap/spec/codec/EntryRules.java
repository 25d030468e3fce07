package io.envsnap.spec.codec;

import io.envsnap.spec.lockfile.Artifact;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.TreePath;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an entry may not say, whatever its ecosystem: the words of a lockfile become arguments of
 * programs and paths of files, so none may turn into an option, a helper program or a way out of
 * the tree. Each rule answers with the problem, as the rest of a sentence, or with nothing.
 */
final class EntryRules {
  private static final int LONGEST_NAME = 4096;

  /** Keys of an entry in a lockfile, so no attribute can have them. */
  private static final Set<String> TAKEN =
      Set.of("name", "scope", "version", "requested", "artifacts");

  private static final Pattern KIND = Pattern.compile("[a-z][A-Za-z0-9-]{0,31}");
  private static final Pattern ATTRIBUTE = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,63}");
  private static final Pattern ADDRESS_NAME =
      Pattern.compile("(?:.*[._-])?(?:remote|url|index)s?|.*(?:Remote|Url|Index)s?");
  private static final Pattern WORD_NAME =
      Pattern.compile(
          "(?:.*[._-])?(?:branch|commit|ref|tag|path|file)|.*(?:Branch|Commit|Ref|Tag|Path|File)");

  /** Git runs a program for these; see {@code git-remote-ext(1)} and {@code git-remote-fd(1)}. */
  private static final Pattern HELPER = Pattern.compile("(?:^|[\\s,])(?:ext|fd)::");

  private EntryRules() {}

  static Optional<String> problemOf(Entry entry) {
    Optional<String> problem =
        problemOf(entry.key()).or(() -> problemOfWord("version", entry.version()));
    for (Map.Entry<String, String> attribute : entry.attributes().entrySet()) {
      problem =
          problem
              .or(() -> problemOfAttributeName(attribute.getKey()))
              .or(() -> problemOfAttribute(attribute.getKey(), attribute.getValue()));
    }
    for (Artifact artifact : entry.artifacts()) {
      problem = problem.or(() -> problemOf(artifact));
    }
    return problem;
  }

  static Optional<String> problemOf(EntryKey key) {
    return problemOfKind(key.kind())
        .or(() -> problemOfWord("scope", key.scope()))
        .or(() -> problemOfName(key.name()));
  }

  static Optional<String> problemOfKind(String kind) {
    return problem(!KIND.matcher(kind).matches(), Quoted.of(kind) + " is no kind of entries");
  }

  static Optional<String> problemOfName(String name) {
    return problem(name.isEmpty(), "`name` is empty").or(() -> problemOfWord("name", name));
  }

  /** A name, scope or version: a normal path if it begins like one, else one word or more. */
  static Optional<String> problemOfWord(String key, String word) {
    if (word.length() > LONGEST_NAME) {
      return Optional.of("`" + key + "` is longer than " + LONGEST_NAME + " characters");
    }
    if (word.startsWith("/")) {
      return problemOfPath(word);
    }
    return problemOfLine(key, word);
  }

  static Optional<String> problemOfPath(String path) {
    try {
      TreePath.of(path);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of("the path " + Quoted.of(path) + " is not absolute and normal");
    }
  }

  /** Whether a key of an entry is no attribute. */
  static boolean isTaken(String name) {
    return TAKEN.contains(name);
  }

  static Optional<String> problemOfAttributeName(String name) {
    return problem(
        TAKEN.contains(name) || !ATTRIBUTE.matcher(name).matches(),
        Quoted.of(name) + " is no name of an attribute");
  }

  static Optional<String> problemOfAttribute(String name, String value) {
    if (ADDRESS_NAME.matcher(name).matches()) {
      return problemOfAddress(name, value);
    }
    return problem(value.indexOf('\0') >= 0, "`" + name + "` holds a NUL")
        .or(() -> problem(WORD_NAME.matcher(name).matches() && value.startsWith("-"), dash(name)));
  }

  private static Optional<String> problemOf(Artifact artifact) {
    return problemOfFile(artifact.file())
        .or(() -> problem(artifact.url().equals(Optional.of("")), "`url` is empty"))
        .or(() -> artifact.url().flatMap(url -> problemOfAddress("url", url)));
  }

  /** A file of upstream, by its name or its path within an archive. */
  static Optional<String> problemOfFile(String file) {
    boolean climbs = Arrays.asList(file.split("/", -1)).contains("..");
    return problem(file.isEmpty(), "`file` is empty")
        .or(() -> problem(climbs, "`file` leads out of its folder"))
        .or(() -> problemOfLine("file", file));
  }

  /** An address that may become an argument of git, pip or apt. */
  static Optional<String> problemOfAddress(String key, String address) {
    return problem(
            HELPER.matcher(address).find(),
            "the address " + Quoted.of(address) + " would have git run a program")
        .or(() -> problemOfLine(key, address));
  }

  private static Optional<String> problemOfLine(String key, String line) {
    return problem(line.startsWith("-"), dash(key))
        .or(
            () ->
                problem(
                    line.chars().anyMatch(Character::isISOControl),
                    "`" + key + "` holds a control character"));
  }

  private static String dash(String key) {
    return "`" + key + "` begins with `-`, so a program would take it for an option";
  }

  private static Optional<String> problem(boolean is, String problem) {
    return is ? Optional.of(problem) : Optional.empty();
  }
}
