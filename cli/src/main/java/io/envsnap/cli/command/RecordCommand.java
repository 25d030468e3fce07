package io.envsnap.cli.command;

import io.envsnap.agent.WarmUp;
import io.envsnap.agent.WatchReport;
import io.envsnap.agent.record.RecordReport;
import io.envsnap.agent.verb.VerbException;
import io.envsnap.cli.output.RecordPrinter;
import io.envsnap.cli.output.WatchPrinter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code envsnap record}. */
@Command(
    name = "record",
    addMethodSubcommands = false,
    description =
        "Records this session, and watches it from now on: what changes is saved by itself.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  envsnap record                               into the default store and envsnap.lock.yaml",
      "  envsnap record --store /content/drive/MyDrive/envsnap",
      "  envsnap record --once                        record now, and leave nothing behind",
      "  envsnap record --name before-upgrade --lockfile before.lock.yaml",
      "  envsnap record --file-limit 2G --total-limit none"
    })
final class RecordCommand implements Callable<Integer> {
  @Mixin private final CommonOptions options = new CommonOptions();
  @Mixin private final StoreOption store = new StoreOption();
  @Mixin private final LimitOptions limits = new LimitOptions();

  @Option(names = "--once", description = "Record now; install no hooks, start no agent.")
  private boolean once;

  @Option(
      names = "--save-every",
      paramLabel = "TIME",
      description =
          "Save files that no package tool knows this often (ENVSNAP_SAVE_EVERY, saveEvery); within"
              + " 5m if none is said.")
  private @Nullable String saveEvery;

  @Option(names = "--unasked", hidden = true, description = "What the agent says.")
  private boolean unasked;

  private final Workplace workplace;

  RecordCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() throws VerbException {
    return workplace.run(
        options,
        limits.in(options.settings(store.path())).savingEvery(Optional.ofNullable(saveEvery)),
        visit -> {
          RecordPrinter printer = new RecordPrinter(workplace.console(), options.json());
          if (unasked) {
            return agentsSave(visit);
          }
          if (once) {
            RecordReport report = visit.envsnap().record(false);
            visit.progress().clear();
            printer.print(report, visit.settings(), visit.envsnap().storeLife());
          } else {
            WatchReport report = visit.envsnap().watch();
            visit.progress().clear();
            report
                .report()
                .ifPresent(
                    recorded ->
                        printer.print(recorded, visit.settings(), visit.envsnap().storeLife()));
            new WatchPrinter(workplace.console(), options.json()).print(report);
          }
          return ExitCodes.DONE;
        });
  }

  /** Nobody reads what it prints; a session that did nothing is as saved as it can be. */
  private static int agentsSave(Workplace.Visit visit) throws VerbException {
    try {
      visit.envsnap().record(true);
    } catch (VerbException e) {
      if (e.kind() != VerbException.Kind.NOTHING) {
        throw e;
      }
    }
    WarmUp.unasked(visit.settings());
    return ExitCodes.DONE;
  }
}
