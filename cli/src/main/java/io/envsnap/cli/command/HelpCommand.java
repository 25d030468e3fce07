package io.envsnap.cli.command;

import io.envsnap.agent.verb.VerbException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code envsnap help}. */
@Command(
    name = "help",
    description = "Lists the commands, or says how one of them is used.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  envsnap help                                 all commands, and the exit codes",
      "  envsnap help record                          its options, with examples",
      "  envsnap record --help                        the same"
    })
final class HelpCommand implements Callable<Integer> {
  @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "One of the commands.")
  private @Nullable String word;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws VerbException {
    CommandLine top = Objects.requireNonNull(spec).root().commandLine();
    CommandLine about = word == null ? top : top.getSubcommands().get(word);
    if (about == null) {
      UsageError error = UsageError.unknownCommand(String.valueOf(word), top.getCommandSpec());
      throw new VerbException(VerbException.Kind.USAGE, error.sentence(), error.hint());
    }
    about.usage(top.getOut());
    return ExitCodes.DONE;
  }
}
