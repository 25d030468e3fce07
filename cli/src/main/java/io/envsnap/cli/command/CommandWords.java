package io.envsnap.cli.command;

import java.util.List;

/**
 * The words of a command line that stand before {@code --} and those behind it; picocli itself
 * forgets where the two dashes were.
 *
 * @param own words before
 * @param command words behind
 */
record CommandWords(List<String> own, List<String> command) {
  /**
   * Splits the positional words.
   *
   * @param positional all of them, as picocli gives them
   * @param original the command line as it was typed
   */
  static CommandWords split(List<String> positional, List<String> original) {
    int dashes = original.indexOf("--");
    if (dashes < 0) {
      return new CommandWords(List.copyOf(positional), List.of());
    }
    List<String> command = List.copyOf(original.subList(dashes + 1, original.size()));
    int own = positional.size() - command.size();
    return new CommandWords(List.copyOf(positional.subList(0, own)), command);
  }
}
