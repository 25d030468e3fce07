package io.envsnap.agent.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program to run: words, never a line for a shell.
 *
 * @param words program and arguments
 * @param folder where it runs; empty for the root folder
 * @param environment what is added to the fixed minimal environment (PATH, HOME, LC_ALL=C.UTF-8)
 * @param input bytes for its standard input, which is never a terminal
 * @param limit after which it is killed
 */
public record Command(
    List<String> words,
    Optional<Path> folder,
    Map<String, String> environment,
    byte[] input,
    Duration limit) {
  private static final Duration DEFAULT_LIMIT = Duration.ofMinutes(5);

  /** Takes its own copies. */
  public Command {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }

  /** A command in the root folder, without input, given up after five minutes. */
  public static Command of(String... words) {
    return of(List.of(words));
  }

  /** A command in the root folder, without input, given up after five minutes. */
  public static Command of(List<String> words) {
    return new Command(words, Optional.empty(), Map.of(), new byte[0], DEFAULT_LIMIT);
  }

  /** The same command, run in that folder. */
  public Command in(Path where) {
    return new Command(words, Optional.of(where), environment, input, limit);
  }

  /** The same command with further environment. */
  public Command with(Map<String, String> additions) {
    return new Command(words, folder, additions, input, limit);
  }

  /** The same command, reading these bytes. */
  public Command reading(byte[] bytes) {
    return new Command(words, folder, environment, bytes, limit);
  }

  /** The same command, given up after that time. */
  public Command within(Duration time) {
    return new Command(words, folder, environment, input, time);
  }
}
