package io.envsnap.cli.command;

import io.envsnap.agent.record.RecordReport;
import io.envsnap.agent.verb.VerbException;
import io.envsnap.cli.output.RecordPrinter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code envsnap record}. */
@Command(
    name = "record",
    description = "Records what this session installed, changed and cloned.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  envsnap record                               into the default store and envsnap.lock.yaml",
      "  envsnap record --store /content/drive/MyDrive/envsnap",
      "  envsnap record --name before-upgrade --lockfile before.lock.yaml",
      "  envsnap record --file-limit 2G --total-limit none"
    })
final class RecordCommand implements Callable<Integer> {
  @Mixin private final CommonOptions options = new CommonOptions();
  @Mixin private final StoreOption store = new StoreOption();
  @Mixin private final LimitOptions limits = new LimitOptions();
  private final Workplace workplace;

  RecordCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() throws VerbException {
    return workplace.run(
        options,
        limits.in(options.settings(store.path())),
        visit -> {
          RecordReport report = visit.envsnap().record();
          visit.progress().clear();
          new RecordPrinter(workplace.console(), options.json())
              .print(report, visit.settings(), visit.envsnap().storeDies());
          return ExitCodes.DONE;
        });
  }
}
