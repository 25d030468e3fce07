package io.envsnap.agent.ecosystem.pip;

import io.envsnap.agent.ecosystem.UntoldProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells from the words of a process whether it is changing installed Python packages. */
final class InstallerWords {
  private static final Pattern PYTHON = Pattern.compile("python[0-9.]*|pypy[0-9.]*");
  private static final Set<String> PYTHON_VALUES = Set.of("-W", "-X", "--check-hash-based-pycs");
  private static final Pattern PIP = Pattern.compile("pip[0-9.]*|__main__\\.py");
  private static final Set<String> PIP_VERBS = Set.of("install", "uninstall");

  /**
   * Commands of uv that end when they have installed; of those with commands of their own, which.
   */
  private static final Map<String, Set<String>> UV_INSTALLS =
      Map.of(
          "pip", Set.of("install", "uninstall", "sync"),
          "tool", Set.of("install", "uninstall", "upgrade"),
          "python", Set.of("install", "uninstall", "upgrade"),
          "sync", Set.of(),
          "add", Set.of(),
          "remove", Set.of(),
          "venv", Set.of());

  private static final Set<String> CONDA = Set.of("conda", "mamba", "micromamba");
  private static final Set<String> CONDA_VERBS =
      Set.of("install", "create", "update", "upgrade", "remove", "uninstall");
  private static final Set<String> SETUP_VERBS = Set.of("install", "develop");
  private static final Set<String> ENVIRONMENT_MAKERS = Set.of("venv", "virtualenv", "ensurepip");

  /** Those of uv that may change something, but go on to run what they installed, or only write. */
  private static final Map<String, Set<String>> UV_OTHERS =
      Map.of("tool", Set.of("run"), "run", Set.of(), "init", Set.of(), "lock", Set.of());

  private static final Set<String> LOOKS_ONLY =
      Set.of("--dry-run", "--version", "-V", "--help", "-h");

  private static final Set<String> CONDA_LOOKS =
      Set.of("list", "search", "info", "config", "activate", "run", "shell.posix");

  private static final Set<String> UV_SETTINGS =
      Set.of(
          "UV_CACHE_DIR",
          "XDG_CACHE_HOME",
          "XDG_CONFIG_HOME",
          "UV_CONFIG_FILE",
          "UV_NO_CONFIG",
          "HOME",
          "UV_DEFAULT_INDEX",
          "UV_INDEX_URL",
          "UV_INDEX",
          "UV_EXTRA_INDEX_URL");

  private InstallerWords() {}

  /** Programs that install Python packages and have no hook. */
  static List<UntoldProgram> programs() {
    List<UntoldProgram> programs = new ArrayList<>();
    programs.add(new UntoldProgram("uv", "uv", InstallerWords::uvMayChange, UV_SETTINGS, true));
    programs.add(new UntoldProgram("uvx", "uv", InstallerWords::mayChange, UV_SETTINGS, true));
    for (String name : CONDA) {
      programs.add(
          new UntoldProgram(name, "conda", InstallerWords::condaMayChange, Set.of(), false));
    }
    return programs;
  }

  private static boolean mayChange(List<String> words) {
    return words.stream().noneMatch(LOOKS_ONLY::contains);
  }

  private static boolean condaMayChange(List<String> words) {
    return mayChange(words) && words.stream().skip(1).limit(1).noneMatch(CONDA_LOOKS::contains);
  }

  static boolean uvMayChange(List<String> words) {
    List<String> rest = words.subList(Math.min(1, words.size()), words.size());
    return mayChange(words)
        && (uv(rest, UV_INSTALLS).isPresent() || uv(rest, UV_OTHERS).isPresent());
  }

  /** A value of an option may stand before the command, as in {@code uv --directory a add b}. */
  private static Optional<String> uv(List<String> words, Map<String, Set<String>> verbs) {
    List<String> plain = words.stream().filter(word -> !word.startsWith("-")).limit(4).toList();
    for (int i = 0; i < plain.size(); i++) {
      Set<String> inner = verbs.get(plain.get(i));
      if (inner != null && inner.isEmpty()) {
        return Optional.of("uv " + plain.get(i));
      }
      if (inner != null && i + 1 < plain.size() && inner.contains(plain.get(i + 1))) {
        return Optional.of("uv " + plain.get(i) + " " + plain.get(i + 1));
      }
      if (UV_INSTALLS.containsKey(plain.get(i)) || UV_OTHERS.containsKey(plain.get(i))) {
        // What follows are the words of that command.
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

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
      at += PYTHON_VALUES.contains(words.get(at)) ? 2 : 1;
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
      return uv(words, UV_INSTALLS);
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
