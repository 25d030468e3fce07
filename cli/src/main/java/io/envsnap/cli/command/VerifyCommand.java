package io.envsnap.cli.command;

import io.envsnap.agent.drift.DriftReport;
import io.envsnap.agent.restore.RestoreSource;
import io.envsnap.agent.snapshot.StoreCheck;
import io.envsnap.agent.verb.VerbException;
import io.envsnap.cli.output.VerifyPrinter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code envsnap verify}. */
@Command(
    name = "verify",
    description = "Checks this machine against a lockfile, or every object of the store.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  envsnap verify                               this machine against the lockfile here",
      "  envsnap verify main --json",
      "  envsnap verify --store                       every pack, segment and ref of the store"
    })
final class VerifyCommand implements Callable<Integer> {
  /** No path is this, so that {@code --store ''} is not taken for {@code --store} alone. */
  private static final String IN_USE = "\0";

  @Mixin private final CommonOptions options = new CommonOptions();

  @Option(
      names = "--store",
      arity = "0..1",
      fallbackValue = IN_USE,
      paramLabel = "PATH",
      description =
          "Read every object of the store and check its digest; this machine too when WHAT is"
              + " said.")
  private @Nullable String store;

  @Parameters(arity = "0..1", paramLabel = "WHAT", description = "A lockfile, name or snapshot.")
  private @Nullable String word;

  private final Workplace workplace;

  VerifyCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() throws VerbException {
    VerifyPrinter printer = new VerifyPrinter(workplace.console(), options.json());
    Optional<String> path = Optional.ofNullable(store).filter(value -> !value.equals(IN_USE));
    return workplace.run(
        options,
        path,
        visit -> {
          int exit = ExitCodes.DONE;
          if (store != null) {
            StoreCheck check = visit.envsnap().verifyStore();
            visit.progress().clear();
            printer.print(check, visit.envsnap().storeAddress());
            exit = check.problems().isEmpty() ? ExitCodes.DONE : ExitCodes.CORRUPT;
          }
          if (store == null || word != null) {
            exit = Math.max(exit, host(visit, printer));
          }
          return exit;
        });
  }

  private int host(Workplace.Visit visit, VerifyPrinter printer) throws VerbException {
    RestoreSource source = visit.envsnap().find(Optional.ofNullable(word));
    DriftReport report = visit.envsnap().verify(source);
    visit.progress().clear();
    printer.print(report);
    return report.isExact() ? ExitCodes.DONE : ExitCodes.DRIFT;
  }
}
