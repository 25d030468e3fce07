package io.envsnap.cli.command;

import io.envsnap.agent.verb.VerbException;
import io.envsnap.cli.output.LogPrinter;
import io.envsnap.spec.journal.Action;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code envsnap log}. */
@Command(
    name = "log",
    description = "Prints what was done in this session, command by command.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  envsnap log                                  what was done here, oldest first",
      "  envsnap log | grep pip",
      "  envsnap log --json                           for a program"
    })
final class LogCommand implements Callable<Integer> {
  @Mixin private final CommonOptions options = new CommonOptions();
  @Mixin private final StoreOption store = new StoreOption();
  private final Workplace workplace;

  LogCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() throws VerbException {
    return workplace.run(
        options,
        store.path(),
        visit -> {
          List<Action> actions = visit.envsnap().actions();
          visit.progress().clear();
          new LogPrinter(workplace.console(), options.json()).print(actions);
          return ExitCodes.DONE;
        });
  }
}
