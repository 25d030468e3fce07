package io.envsnap.agent.ecosystem.pip;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells from the words of a process whether it is changing installed Python packages. */
final class InstallerWords {
  private static final Pattern PYTHON = Pattern.compile("python[0-9.]*|pypy[0-9.]*");
  private static final Pattern PIP = Pattern.compile("pip[0-9.]*|__main__\\.py");
  private static final Set<String> PIP_VERBS = Set.of("install", "uninstall");
  private static final Set<String> UV_VERBS = Set.of("sync", "add", "remove", "venv");
  private static final Set<String> UV_PIP_VERBS = Set.of("install", "uninstall", "sync");
  private static final Set<String> CONDA = Set.of("conda", "mamba", "micromamba");
  private static final Set<String> CONDA_VERBS =
      Set.of("install", "create", "update", "upgrade", "remove", "uninstall");
  private static final Set<String> SETUP_VERBS = Set.of("install", "develop");
  private static final Set<String> ENVIRONMENT_MAKERS = Set.of("venv", "virtualenv", "ensurepip");

  private InstallerWords() {}

  /**
   * What the process does, such as {@code pip install}; empty when it changes no packages.
   *
   * @param words program and arguments, as {@code /proc/PID/cmdline} has them
   */
  static Optional<String> of(List<String> words) {
    if (words.isEmpty()) {
      return Optional.empty();
    }
    String program = name(words.get(0));
    List<String> rest = words.subList(1, words.size());
    if (PYTHON.matcher(program).matches()) {
      return python(rest);
    }
    return program(program, rest);
  }

  private static Optional<String> python(List<String> words) {
    int at = 0;
    while (at < words.size() && words.get(at).startsWith("-") && !words.get(at).equals("-m")) {
      at++;
    }
    if (at < words.size() && words.get(at).equals("-m") && at + 1 < words.size()) {
      at++;
    }
    return at < words.size()
        ? program(name(words.get(at)), words.subList(at + 1, words.size()))
        : Optional.empty();
  }

  private static Optional<String> program(String program, List<String> words) {
    if (PIP.matcher(program).matches()) {
      return verb("pip", words, PIP_VERBS);
    }
    if (program.equals("uv")) {
      boolean pip = firstWords(words).stream().findFirst().filter("pip"::equals).isPresent();
      return pip
          ? verb("uv pip", words.subList(words.indexOf("pip") + 1, words.size()), UV_PIP_VERBS)
          : verb("uv", words, UV_VERBS);
    }
    if (CONDA.contains(program)) {
      return verb(program, words, CONDA_VERBS);
    }
    if (program.equals("setup.py")) {
      return verb(program, words, SETUP_VERBS);
    }
    return ENVIRONMENT_MAKERS.contains(program) ? Optional.of(program) : Optional.empty();
  }

  /** The verb is the first word that is no option; an option's own value may stand before it. */
  private static Optional<String> verb(String program, List<String> words, Set<String> verbs) {
    return firstWords(words).stream()
        .filter(verbs::contains)
        .findFirst()
        .map(verb -> program + " " + verb);
  }

  private static List<String> firstWords(List<String> words) {
    return words.stream().filter(word -> !word.startsWith("-")).limit(2).toList();
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
