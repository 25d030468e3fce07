package io.envsnap.cli.command;

import io.envsnap.agent.Envsnap;
import io.envsnap.agent.StatusReport;
import io.envsnap.agent.verb.VerbException;
import io.envsnap.agent.watch.Launch;
import io.envsnap.cli.config.Configuration;
import io.envsnap.cli.config.Options;
import io.envsnap.cli.output.StatusPrinter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code envsnap status}. */
@Command(
    name = "status",
    addMethodSubcommands = false,
    description = "Says whether this session is watched, and what is saved.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  envsnap status                               is this session watched, what is saved?",
      "  envsnap status --store /content/drive/MyDrive/envsnap",
      "  envsnap status --json                        for a program"
    })
final class StatusCommand implements Callable<Integer> {
  @Mixin private final CommonOptions options = new CommonOptions();
  @Mixin private final StoreOption store = new StoreOption();
  private final Workplace workplace;

  StatusCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() throws VerbException {
    Options told = options.settings(store.path());
    Optional<Launch> watched = Envsnap.watched(Configuration.settle(workplace.environment(), told));
    if (watched.isPresent() && store.path().isEmpty()) {
      told = told.savedTo(watched.get().store(), watched.get().name());
    }
    return workplace.run(
        options,
        told,
        visit -> {
          StatusReport report = visit.envsnap().status();
          visit.progress().clear();
          new StatusPrinter(workplace.console(), options.json()).print(report);
          return ExitCodes.DONE;
        });
  }
}
