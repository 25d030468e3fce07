package io.envsnap.agent.ecosystem.git;

import io.envsnap.agent.process.Command;
import io.envsnap.agent.process.CommandException;
import io.envsnap.agent.process.CommandResult;
import io.envsnap.agent.process.CommandRunner;
import io.envsnap.agent.tree.HostTree;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Asks git about a repository in such a way that nothing which the repository says is run, nothing
 * is written and nothing is fetched.
 *
 * <ul>
 *   <li>{@code core.fsmonitor} and hooks are switched off on the command line.
 *   <li>{@code git status} runs clean filters on files whose times changed. They cannot be switched
 *       off as a whole, so every driver that any configuration names is set to nothing; a driver
 *       whose name cannot be written on a command line makes us ask nothing at all. That includes
 *       git-lfs, whose clean filter writes objects: {@link LfsPointers} compares instead.
 *   <li>{@code --git-dir} and {@code --work-tree} are given, so {@code core.worktree} does not lead
 *       elsewhere, and a repository of another user is no obstacle (git-config(1), safe.directory).
 *   <li>A partial clone fetches what it lacks, through any program that its configuration names:
 *       {@code GIT_ALLOW_PROTOCOL} overrides all configured protocols (git(1)).
 *   <li>{@code GIT_OPTIONAL_LOCKS=0} keeps status from refreshing the index.
 *   <li>Submodules are asked on their own, as their configuration may name further filters.
 * </ul>
 */
final class GitProgram {
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "GIT_OPTIONAL_LOCKS", "0",
          "GIT_TERMINAL_PROMPT", "0",
          "GIT_ALLOW_PROTOCOL", "none",
          "GIT_NO_LAZY_FETCH", "1",
          "GIT_TRACE2", "0",
          "GIT_TRACE2_EVENT", "0",
          "GIT_TRACE2_PERF", "0");

  private final CommandRunner commands;
  private final HostTree tree;
  private final Repository repository;
  private final List<ConfigSetting> settings;
  private final List<String> overrides;

  private GitProgram(
      CommandRunner commands,
      HostTree tree,
      Repository repository,
      List<ConfigSetting> settings,
      List<String> overrides) {
    this.commands = commands;
    this.tree = tree;
    this.repository = repository;
    this.settings = settings;
    this.overrides = overrides;
  }

  /** Git on that repository; empty when git is missing, fails or had better not be asked. */
  static Optional<GitProgram> on(Repository repository, HostTree tree, CommandRunner commands) {
    try {
      return ask(repository, tree, commands);
    } catch (InvalidPathException e) {
      // A path whose name is not UTF-8 cannot be given to a program.
      return Optional.empty();
    }
  }

  private static Optional<GitProgram> ask(
      Repository repository, HostTree tree, CommandRunner commands) {
    List<String> words = new ArrayList<>();
    words.add("git");
    words.add("--git-dir=" + tree.onDisk(repository.data()));
    words.addAll(List.of("config", "--list", "-z"));
    Optional<byte[]> listed = output(commands, tree.onDisk(repository.path()), words, new byte[0]);
    if (listed.isEmpty()) {
      return Optional.empty();
    }
    List<ConfigSetting> settings = settings(listed.get());
    TreeSet<String> drivers = new TreeSet<>();
    for (ConfigSetting setting : settings) {
      if (setting.section().equals("filter")) {
        drivers.add(setting.subsection());
      }
    }
    List<String> overrides = new ArrayList<>();
    for (String driver : drivers) {
      if (driver.contains("=")) {
        return Optional.empty();
      }
      for (String kind : List.of("clean", "smudge", "process")) {
        overrides.addAll(List.of("-c", "filter." + driver + "." + kind + "="));
      }
      overrides.addAll(List.of("-c", "filter." + driver + ".required=false"));
    }
    return Optional.of(new GitProgram(commands, tree, repository, settings, overrides));
  }

  /** All settings that hold in the repository, those of user and system included. */
  List<ConfigSetting> settings() {
    return settings;
  }

  /** What such a call prints; empty when it fails. */
  Optional<byte[]> ask(List<String> arguments) {
    return ask(arguments, new byte[0]);
  }

  /** What such a call prints when it reads these bytes; empty when it fails. */
  Optional<byte[]> ask(List<String> arguments, byte[] input) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("git", "--no-pager", "-c", "core.fsmonitor=false"));
    words.addAll(List.of("-c", "core.hooksPath=/dev/null", "-c", "core.quotePath=false"));
    words.addAll(overrides);
    words.add("--git-dir=" + tree.onDisk(repository.data()));
    repository.worktree().ifPresent(worktree -> words.add("--work-tree=" + tree.onDisk(worktree)));
    words.addAll(arguments);
    return output(commands, tree.onDisk(repository.path()), words, input);
  }

  private static Optional<byte[]> output(
      CommandRunner commands, Path folder, List<String> words, byte[] input) {
    try {
      Command command = Command.of(words).in(folder).with(ENVIRONMENT).reading(input);
      CommandResult result = commands.run(command);
      return result.succeeded() ? Optional.of(result.output()) : Optional.empty();
    } catch (CommandException e) {
      // Git is not installed or does not end: its files still tell the most important things.
      return Optional.empty();
    }
  }

  private static List<ConfigSetting> settings(byte[] listed) {
    List<ConfigSetting> settings = new ArrayList<>();
    for (String record : GitText.records(listed)) {
      int end = record.indexOf('\n');
      settings.add(
          end < 0
              ? ConfigSetting.of(record, "true")
              : ConfigSetting.of(record.substring(0, end), record.substring(end + 1)));
    }
    return settings;
  }
}
