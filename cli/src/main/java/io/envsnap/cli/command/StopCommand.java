package io.envsnap.cli.command;

import io.envsnap.agent.Envsnap;
import io.envsnap.agent.Settings;
import io.envsnap.agent.verb.VerbException;
import io.envsnap.cli.config.Configuration;
import io.envsnap.cli.output.WatchPrinter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code envsnap stop}. */
@Command(
    name = "stop",
    description = "Takes away every hook and the agent; what was recorded stays.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  envsnap stop                                 hooks and agent go; store and lockfile stay",
      "  envsnap stop --json",
      "  envsnap record --once && envsnap stop        save once more, then stop"
    })
final class StopCommand implements Callable<Integer> {
  @Mixin private final CommonOptions options = new CommonOptions();
  private final Workplace workplace;

  StopCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() throws VerbException {
    Settings settings =
        Configuration.settle(workplace.environment(), options.settings(Optional.empty()));
    boolean watched = Envsnap.stop(settings);
    new WatchPrinter(workplace.console(), options.json()).printStopped(watched);
    return ExitCodes.DONE;
  }
}
