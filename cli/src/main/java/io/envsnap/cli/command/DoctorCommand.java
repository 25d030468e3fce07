package io.envsnap.cli.command;

import io.envsnap.agent.DoctorReport;
import io.envsnap.agent.compat.Compatibility;
import io.envsnap.agent.compat.Explanation;
import io.envsnap.agent.compat.Verdict;
import io.envsnap.agent.restore.RestoreSource;
import io.envsnap.agent.verb.VerbException;
import io.envsnap.cli.output.DoctorPrinter;
import io.envsnap.spec.lockfile.Lockfile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code envsnap doctor}. */
@Command(
    name = "doctor",
    description = "Says how this machine and the store are, and whether packages will run here.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  envsnap doctor                               this machine and its packages",
      "  envsnap doctor team.lock.yaml                would these run here? nothing is restored",
      "  python3 train.py 2>&1 | envsnap doctor --explain"
    })
final class DoctorCommand implements Callable<Integer> {
  /** More than the longest traceback; a whole log is not asked for. */
  private static final int TEXT_LIMIT = 1 << 20;

  @Mixin private final CommonOptions options = new CommonOptions();
  @Mixin private final StoreOption store = new StoreOption();

  @Option(
      names = "--explain",
      description = "Read the text of an error from standard input and say what explains it.")
  private boolean explain;

  @Parameters(arity = "0..1", paramLabel = "WHAT", description = "A lockfile, name or snapshot.")
  private @Nullable String word;

  private final Workplace workplace;

  DoctorCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() throws VerbException {
    Optional<Explanation> explanation = explain ? explained() : Optional.empty();
    DoctorPrinter printer = new DoctorPrinter(workplace.console(), options.json());
    return workplace.run(
        options,
        store.path(),
        visit -> {
          Optional<Lockfile> lockfile =
              word == null
                  ? Optional.empty()
                  : Optional.of(visit.envsnap().find(Optional.of(word)))
                      .map(RestoreSource::lockfile);
          DoctorReport report = visit.envsnap().doctor(lockfile);
          visit.progress().clear();
          if (explanation.isPresent()) {
            printer.print(explanation.get(), report);
          } else {
            printer.print(report);
          }
          boolean runs = Compatibility.worst(report.findings()) != Verdict.WILL_NOT_RUN;
          return runs ? ExitCodes.DONE : ExitCodes.REFUSED;
        });
  }

  private static Optional<Explanation> explained() throws VerbException {
    try {
      InputStream in = System.in;
      String text = new String(in.readNBytes(TEXT_LIMIT), StandardCharsets.UTF_8);
      Optional<Explanation> found = Explanation.of(text);
      if (found.isEmpty()) {
        throw new VerbException(
            VerbException.Kind.FAILED,
            "The text has no message about cards, drivers or CUDA that envsnap knows",
            "Give it the last lines of the error, as `python3 train.py 2>&1 | envsnap doctor"
                + " --explain`");
      }
      return found;
    } catch (IOException e) {
      throw new VerbException(
          VerbException.Kind.FAILED,
          "Standard input cannot be read: " + e.getMessage(),
          "Pipe the text of the error into it",
          e);
    }
  }
}
