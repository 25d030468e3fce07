package io.envsnap.cli.command;

import io.envsnap.agent.drift.DriftReport;
import io.envsnap.agent.restore.RestoreSource;
import io.envsnap.agent.verb.VerbException;
import io.envsnap.cli.output.DiffPrinter;
import io.envsnap.cli.output.VerifyPrinter;
import io.envsnap.spec.diff.LockfileDiff;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code envsnap diff}. */
@Command(
    name = "diff",
    description = "Says what one lockfile, name or snapshot has that another has not.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  envsnap diff main envsnap.lock.yaml          the newest `main` against the lockfile here",
      "  envsnap diff 1f3a9c 77b0e2                   two snapshots",
      "  envsnap diff main host                       the newest `main` against this machine"
    })
final class DiffCommand implements Callable<Integer> {
  private static final String HOST = "host";

  @Mixin private final CommonOptions options = new CommonOptions();
  @Mixin private final StoreOption store = new StoreOption();

  @Option(names = "--exit-code", description = "Exit with 3 where there is a difference.")
  private boolean exitCode;

  @Parameters(index = "0", paramLabel = "A", description = "A lockfile, name or snapshot.")
  private String before = "";

  @Parameters(index = "1", paramLabel = "B", description = "Another, or `host` for this machine.")
  private String after = "";

  private final Workplace workplace;

  DiffCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() throws VerbException {
    return workplace.run(
        options,
        store.path(),
        visit -> {
          RestoreSource first = visit.envsnap().find(Optional.of(before));
          boolean same;
          if (after.equals(HOST)) {
            DriftReport report = visit.envsnap().verify(first);
            visit.progress().clear();
            new VerifyPrinter(workplace.console(), options.json()).print(report);
            same = report.isExact();
          } else {
            RestoreSource second = visit.envsnap().find(Optional.of(after));
            LockfileDiff diff = LockfileDiff.between(first.lockfile(), second.lockfile());
            visit.progress().clear();
            new DiffPrinter(workplace.console(), options.json()).print(diff);
            same = diff.isEmpty();
          }
          return same || !exitCode ? ExitCodes.DONE : ExitCodes.DRIFT;
        });
  }
}
