package io.envsnap.cli.command;

import io.envsnap.agent.DriveAccess;
import io.envsnap.agent.Settings;
import io.envsnap.agent.store.Sharing;
import io.envsnap.agent.verb.VerbException;
import io.envsnap.cli.config.Configuration;
import io.envsnap.cli.output.ConsoleProgress;
import io.envsnap.cli.output.SharePrinter;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code envsnap unshare}. */
@Command(
    name = "unshare",
    description = "Ends what `envsnap share` began.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  envsnap unshare bob@example.com --store gdrive:envsnap",
      "  envsnap unshare --link                       the address alone lets nobody in",
      "  envsnap unshare bob@example.com --json"
    })
final class UnshareCommand implements Callable<Integer> {
  @Mixin private final CommonOptions options = new CommonOptions();
  @Mixin private final StoreOption store = new StoreOption();
  @Mixin private final PersonOptions people = new PersonOptions();
  private final Workplace workplace;

  UnshareCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() throws VerbException {
    Optional<String> person = people.person();
    Settings settings =
        Configuration.settle(workplace.environment(), options.settings(store.path()));
    ConsoleProgress progress = new ConsoleProgress(workplace.console(), options.quiet());
    Sharing sharing = DriveAccess.unshare(settings, InstantSource.system(), progress, person);
    new SharePrinter(workplace.console(), options.json()).printUnshared(sharing, person);
    return ExitCodes.DONE;
  }
}
