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
import picocli.CommandLine.Option;

/** {@code envsnap share}. */
@Command(
    name = "share",
    description = "Lets a teammate use a store in Google Drive, and says what they run.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  envsnap share bob@example.com --store gdrive:envsnap    bob may restore from it",
      "  envsnap share bob@example.com --role writer             and record into it",
      "  envsnap share --link                                    whoever has the address"
    })
final class ShareCommand implements Callable<Integer> {
  /** What a person may do. */
  enum Role {
    /** Restore. */
    reader,
    /** Record too. */
    writer
  }

  @Mixin private final CommonOptions options = new CommonOptions();
  @Mixin private final StoreOption store = new StoreOption();
  @Mixin private final PersonOptions people = new PersonOptions();

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      defaultValue = "reader",
      description = "reader may restore, writer may record too; reader if none.")
  @SuppressWarnings("NullAway.Init")
  private Role role;

  private final Workplace workplace;

  ShareCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() throws VerbException {
    Optional<String> person = people.person();
    if (role == Role.writer && person.isEmpty()) {
      throw new VerbException(
          VerbException.Kind.USAGE,
          "A link cannot let anybody write",
          "Name each writer: `envsnap share PERSON --role writer`");
    }
    Settings settings =
        Configuration.settle(workplace.environment(), options.settings(store.path()));
    ConsoleProgress progress = new ConsoleProgress(workplace.console(), options.quiet());
    Sharing sharing =
        DriveAccess.share(settings, InstantSource.system(), progress, person, role == Role.writer);
    new SharePrinter(workplace.console(), options.json())
        .printShared(sharing, person, role == Role.writer);
    return ExitCodes.DONE;
  }
}
