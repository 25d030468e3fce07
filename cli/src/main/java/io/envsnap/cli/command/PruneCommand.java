package io.envsnap.cli.command;

import io.envsnap.agent.snapshot.PruneReport;
import io.envsnap.agent.snapshot.PruneRequest;
import io.envsnap.agent.verb.VerbException;
import io.envsnap.cli.output.PrunePrinter;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code envsnap prune}. */
@Command(
    name = "prune",
    description = "Removes from the store what no snapshot needs, and old snapshots if asked to.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  envsnap prune --dry-run                      what would go",
      "  envsnap prune                                what records that were cut off have left",
      "  envsnap prune --keep 5                       also all but the newest 5 of each name"
    })
final class PruneCommand implements Callable<Integer> {
  @Mixin private final CommonOptions options = new CommonOptions();
  @Mixin private final StoreOption store = new StoreOption();

  @Option(
      names = "--keep",
      paramLabel = "N",
      description = "Keep the newest N snapshots of each name, and all heads; all if none.")
  private @Nullable Integer keep;

  @Option(
      names = "--grace",
      paramLabel = "DAYS",
      description =
          "Leave alone what was stored, or superseded, in the last DAYS days; 8 if none. Less only"
              + " when nobody else records.")
  private @Nullable Integer grace;

  @Option(names = "--dry-run", description = "Say what would be removed, and remove nothing.")
  private boolean dry;

  private final Workplace workplace;

  PruneCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() throws VerbException {
    Integer most = keep;
    Integer days = grace;
    if (most != null && most < 1) {
      throw new VerbException(
          VerbException.Kind.USAGE,
          "`--keep` is " + most + ", and the newest snapshot always stays",
          "Say how many stay, from 1 on");
    }
    if (days != null && (days < 0 || days > 36_500)) {
      throw new VerbException(
          VerbException.Kind.USAGE,
          "`--grace` is " + days + ", which is no number of days",
          "Say a number of days, such as 8");
    }
    PruneRequest request =
        new PruneRequest(
            most == null ? OptionalInt.empty() : OptionalInt.of(most),
            days == null ? PruneRequest.USUAL_GRACE : Duration.ofDays(days),
            dry);
    return workplace.run(
        options,
        store.path(),
        visit -> {
          PruneReport report = visit.envsnap().prune(request);
          visit.progress().clear();
          new PrunePrinter(workplace.console(), options.json())
              .print(report, request, visit.envsnap().storeAddress());
          return ExitCodes.DONE;
        });
  }
}
