package io.envsnap.agent.ecosystem.git;

import io.envsnap.agent.process.CommandException;
import io.envsnap.agent.process.CommandResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The content of a clone's LFS files, fetched by git-lfs. Its filters are named on the command line
 * (git-lfs-config(5)), as neither this machine nor the repository need have them among its settings
 * yet, and checking out must not fetch: only {@code git lfs pull} says what it could not get.
 */
final class LfsFiles {
  private static final String PROGRAM = "git-lfs";
  private static final int MOST_NAMED = 3;

  private final Git git;

  /** Runs git in the clone. */
  interface Git {
    /** Runs it with these arguments. */
    CommandResult run(List<String> arguments) throws CommandException;
  }

  LfsFiles(Git git) {
    this.git = git;
  }

  /** Name of the package that brings git-lfs. */
  static String program() {
    return PROGRAM;
  }

  /** Whether this machine has git-lfs. */
  boolean isAtHand() throws CommandException {
    return git.run(List.of("lfs", "version")).succeeded();
  }

  /** Arguments for git that leave pointers where LFS files are checked out. */
  static List<String> asPointers(List<String> arguments) {
    return filtered(" --skip", arguments);
  }

  private static List<String> filtered(String option, List<String> arguments) {
    List<String> words = new ArrayList<>();
    for (String setting :
        List.of(
            "process=git-lfs filter-process" + option,
            "smudge=git-lfs smudge" + option + " -- %f",
            "clean=git-lfs clean -- %f",
            "required=true")) {
      words.addAll(List.of("-c", "filter.lfs." + setting));
    }
    words.addAll(arguments);
    return words;
  }

  /**
   * Fetches all of it, and sees to it that git-lfs goes on working in the clone.
   *
   * @throws CommandException which names the files whose content is not to be had
   */
  void pull() throws CommandException {
    CommandResult result = git.run(filtered("", List.of("lfs", "pull")));
    if (!result.succeeded()) {
      throw new CommandException(
          "git-lfs got no content of " + lacking() + ": " + lastLine(result));
    }
    boolean known = git.run(List.of("config", "filter.lfs.process")).succeeded();
    CommandResult ready =
        git.run(known ? List.of("lfs", "update") : List.of("lfs", "install", "--local"));
    if (!ready.succeeded()) {
      throw new CommandException("git-lfs cannot be set up in it: " + lastLine(ready));
    }
  }

  /**
   * {@code git lfs ls-files} marks those that are there with a star, and the others with a dash.
   */
  private String lacking() throws CommandException {
    List<String> names =
        git.run(List.of("lfs", "ls-files")).lines().stream()
            .filter(line -> line.matches("[0-9a-f]+ - .*"))
            .map(line -> "`" + line.replaceFirst("[0-9a-f]+ - ", "") + "`")
            .toList();
    String named = String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size())));
    int more = names.size() - MOST_NAMED;
    return names.isEmpty() ? "its LFS files" : more > 0 ? named + " and " + more + " more" : named;
  }

  private static String lastLine(CommandResult result) {
    Optional<String> last =
        result.error().lines().map(String::strip).filter(l -> !l.isEmpty()).reduce((a, b) -> b);
    return last.orElse("it said nothing");
  }
}
