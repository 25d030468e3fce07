package io.envsnap.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Why a command line makes no sense, in envsnap's words rather than picocli's.
 *
 * @param sentence what is wrong
 * @param hint what to write instead
 */
record UsageError(String sentence, String hint) {
  /** What picocli has found. */
  static UsageError of(ParameterException e) {
    CommandSpec command = e.getCommandLine().getCommandSpec();
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      return unknown(unmatched.getUnmatched().get(0), command);
    }
    if (e instanceof MissingParameterException missing && !missing.getMissing().isEmpty()) {
      ArgSpec lacking = missing.getMissing().get(0);
      if (lacking.isPositional()) {
        return new UsageError(
            "`" + command.qualifiedName() + "` lacks `" + lacking.paramLabel() + "`",
            help(command));
      }
      return new UsageError(
          "`" + spoken(lacking) + "` needs a value",
          "Write `" + spoken(lacking) + " " + lacking.paramLabel() + "`; " + help(command));
    }
    if (e instanceof OverwrittenOptionException twice) {
      return new UsageError(
          "`" + spoken(twice.getOverwritten()) + "` is given twice", "Leave one of them out");
    }
    ArgSpec about = e.getArgSpec();
    if (about instanceof OptionSpec option && option.arity().max() == 0) {
      return new UsageError(
          "`" + spoken(option) + "` takes no value, and was given `" + e.getValue() + "`",
          "Write `" + spoken(option) + "` alone");
    }
    return new UsageError(String.valueOf(e.getMessage()), help(command));
  }

  private static UsageError unknown(String word, CommandSpec command) {
    boolean option = word.startsWith("-") && word.length() > 1;
    if (command.parent() == null) {
      return option ? optionFirst(word, command) : unknownCommand(word, command);
    }
    return option ? unknownOption(word, command) : oneTooMany(word, command);
  }

  /** What `envsnap recrod` and `envsnap help recrod` have in common. */
  static UsageError unknownCommand(String word, CommandSpec top) {
    List<String> near = Suggestions.of(word, top.subcommands().keySet());
    return new UsageError(
        "`" + word + "` is no command of envsnap",
        near.isEmpty() ? "`envsnap help` lists the commands" : didYouMean(near));
  }

  private static UsageError optionFirst(String word, CommandSpec top) {
    String name = name(word);
    List<String> owners = owners(name, top);
    if (!owners.isEmpty()) {
      String owner = owners.contains("record") ? "record" : owners.get(0);
      return new UsageError(
          "`" + name + "` stands before the command",
          "Write it behind, as in `envsnap " + owner + " " + name + "`");
    }
    return new UsageError(
        "envsnap has no option `" + name + "`", "`envsnap help` lists the commands");
  }

  private static UsageError unknownOption(String word, CommandSpec command) {
    String name = name(word);
    String sentence = "`" + command.qualifiedName() + "` has no option `" + name + "`";
    List<String> near = Suggestions.of(name, visible(command));
    if (!near.isEmpty()) {
      return new UsageError(sentence, didYouMean(near));
    }
    List<String> owners = owners(name, command.root());
    if (!owners.isEmpty()) {
      return new UsageError(
          sentence,
          owners.stream()
              .map(owner -> "`envsnap " + owner + "`")
              .collect(Collectors.joining(" and ", "It is an option of ", "; " + help(command))));
    }
    return new UsageError(sentence, help(command));
  }

  private static UsageError oneTooMany(String word, CommandSpec command) {
    int most = command.positionalParameters().stream().mapToInt(words -> words.arity().max()).sum();
    return new UsageError(
        "`" + word + "` is one word too many for `" + command.qualifiedName() + "`",
        (most == 0 ? "It takes options only; " : most == 1 ? "It takes one word and options; " : "")
            + help(command));
  }

  private static List<String> owners(String option, CommandSpec top) {
    Map<String, CommandLine> commands = new TreeMap<>(top.subcommands());
    return commands.entrySet().stream()
        .filter(entry -> visible(entry.getValue().getCommandSpec()).contains(option))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static List<String> visible(CommandSpec command) {
    List<String> names = new ArrayList<>();
    for (OptionSpec option : command.options()) {
      if (!option.hidden()) {
        names.addAll(List.of(option.names()));
      }
    }
    return names;
  }

  private static String name(String word) {
    int equals = word.indexOf('=');
    return equals < 0 ? word : word.substring(0, equals);
  }

  private static String spoken(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  private static String didYouMean(List<String> words) {
    return "Did you mean `" + String.join("` or `", words) + "`?";
  }

  private static String help(CommandSpec command) {
    return command.parent() == null
        ? "`envsnap help` lists the commands"
        : "`envsnap help " + command.name() + "` lists what it takes";
  }
}
