package io.envsnap.cli.command;

import io.envsnap.agent.Settings;
import io.envsnap.agent.WarmUp;
import io.envsnap.agent.verb.VerbException;
import io.envsnap.cli.config.Configuration;
import io.envsnap.cli.output.WarmUpPrinter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code envsnap warm-up}. */
@Command(
    name = "warm-up",
    description = "Makes later starts faster, on this machine or of an image of it.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  envsnap warm-up              keeps envsnap's classes ready, in 30 MB of its state folder",
      "  envsnap warm-up --json       says where, and how many bytes",
      "  envsnap warm-up --quiet      in the recipe of an image that many machines start from"
    })
final class WarmUpCommand implements Callable<Integer> {
  @Mixin private final CommonOptions options = new CommonOptions();
  private final Workplace workplace;

  WarmUpCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() throws VerbException {
    Settings settings =
        Configuration.settle(workplace.environment(), options.settings(Optional.empty()));
    new WarmUpPrinter(workplace.console(), options.json()).print(WarmUp.now(settings));
    return ExitCodes.DONE;
  }
}
