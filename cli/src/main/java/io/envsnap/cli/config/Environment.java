package io.envsnap.cli.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the process was started with.
 *
 * @param variables environment variables
 * @param folder the current folder
 * @param root whether the user is the superuser
 * @param terminal whether somebody sits at standard error
 * @param own files and folders of this program: its jar, and the checkout that it was built in
 */
public record Environment(
    Map<String, String> variables, Path folder, boolean root, boolean terminal, List<Path> own) {

  /** Takes its own copies. */
  public Environment {
    variables = Map.copyOf(variables);
    own = List.copyOf(own);
  }

  /** The environment of this process. */
  public static Environment ofProcess() {
    Map<String, String> variables = System.getenv();
    return new Environment(
        variables,
        Path.of("").toAbsolutePath(),
        "root".equals(System.getProperty("user.name")),
        isTerminal(),
        OwnFiles.find());
  }

  /** Standard error is what counts: data on standard output may be piped while somebody watches. */
  private static boolean isTerminal() {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** A variable that is set and not empty. */
  public Optional<String> get(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
  }

  /** The user's home folder. */
  public Path home() {
    return Path.of(get("HOME").orElse(System.getProperty("user.home", "/root")));
  }

  /** Whether a notebook reads what is printed, where a cursor cannot be moved. */
  public boolean isNotebook() {
    return get("JPY_SESSION_NAME").isPresent() || get("COLAB_RELEASE_TAG").isPresent();
  }

  /** Whether colour is unwanted, <a href="https://no-color.org">NO_COLOR</a>. */
  public boolean isColourless() {
    return get("NO_COLOR").isPresent() || !terminal;
  }
}
