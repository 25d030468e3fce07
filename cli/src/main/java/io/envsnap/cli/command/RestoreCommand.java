package io.envsnap.cli.command;

import io.envsnap.agent.Foreground;
import io.envsnap.agent.restore.Latitude;
import io.envsnap.agent.restore.RestorePlan;
import io.envsnap.agent.restore.RestoreReport;
import io.envsnap.agent.restore.RestoreSource;
import io.envsnap.agent.restore.Selection;
import io.envsnap.agent.verb.VerbException;
import io.envsnap.cli.output.RestorePrinter;
import io.envsnap.spec.snapshot.TreePath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code envsnap restore}. */
@Command(
    name = "restore",
    addMethodSubcommands = false,
    description = "Brings a recorded session back on this machine, and checks it.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  envsnap restore                    the lockfile here, else the newest `main`",
      "  envsnap restore main --only pip,git --dry-run",
      "  envsnap restore team.lock.yaml -- python3 train.py"
    })
final class RestoreCommand implements Callable<Integer> {
  @Mixin private final CommonOptions options = new CommonOptions();
  @Mixin private final StoreOption store = new StoreOption();

  @Option(names = "--dry-run", description = "Print the plan; change nothing.")
  private boolean dryRun;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "WHAT",
      description = "Restore only these: an ecosystem (`pip`) or one entry (`pip:numpy`).")
  private List<String> only = new ArrayList<>();

  @Option(names = "--allow-drift", description = "Run COMMAND although the restore was not exact.")
  private boolean allowDrift;

  @Option(
      names = "--ignore-accelerator",
      description = "Restore although packages will not run on this machine's cards.")
  private boolean ignoreAccelerator;

  @Option(
      names = "--best-effort",
      description = "Bring back what can be, although something else cannot be fetched.")
  private boolean bestEffort;

  @Option(
      names = "--relax",
      description =
          "Resolve anew what was asked for, where its recorded version cannot be had; name each"
              + " difference.")
  private boolean relax;

  @Option(
      names = "--pin-base",
      description = "Give the base the recorded versions of what the packages stand on.")
  private boolean pinBase;

  @Option(
      names = "--overwrite",
      split = ",",
      paramLabel = "PATH",
      description = "Take the recorded path, with all below it, over this machine's own.")
  private List<Path> overwrite = new ArrayList<>();

  @Parameters(
      arity = "0..*",
      paramLabel = "WHAT [-- COMMAND]",
      description = "A lockfile, a name or a snapshot; then a command to run in its place.")
  private List<String> words = new ArrayList<>();

  @Spec private @Nullable CommandSpec spec;
  private final Workplace workplace;

  RestoreCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() throws VerbException {
    CommandWords split = CommandWords.split(words, originalWords());
    if (split.own().size() > 1) {
      throw new VerbException(
          VerbException.Kind.USAGE,
          "`" + split.own().get(1) + "` is one word too many",
          "Name one lockfile, name or snapshot; a command to run comes after `--`");
    }
    int exit = workplace.run(options, store.path(), visit -> restore(visit, split.own()));
    boolean mayRun = exit == ExitCodes.DONE || (exit == ExitCodes.DRIFT && allowDrift);
    if (split.command().isEmpty() || dryRun) {
      return exit;
    }
    if (!mayRun) {
      workplace
          .console()
          .error(
              "The restore was not exact, so `" + split.command().get(0) + "` was not run",
              "To run it all the same, say `--allow-drift`");
      return exit;
    }
    return Foreground.run(split.command());
  }

  private int restore(Workplace.Visit visit, List<String> own) throws VerbException {
    visit.envsnap().expectRestore();
    RestoreSource source = visit.envsnap().find(own.stream().findFirst());
    Selection selection = new Selection(only);
    if (!ignoreAccelerator) {
      visit.envsnap().requireRunnable(source, selection);
    }
    RestorePrinter printer = new RestorePrinter(workplace.console(), options.json());
    printer.printOthers(source);
    if (dryRun) {
      RestorePlan plan = visit.envsnap().plan(source, selection, latitude());
      visit.progress().clear();
      printer.printPlan(plan);
      return plan.isExact() ? ExitCodes.DONE : ExitCodes.DRIFT;
    }
    RestoreReport report = visit.envsnap().restore(source, selection, latitude());
    visit.progress().clear();
    printer.print(report, source.lockfile());
    return report.isExact() ? ExitCodes.DONE : ExitCodes.DRIFT;
  }

  private Latitude latitude() throws VerbException {
    List<TreePath> paths = new ArrayList<>();
    for (Path path : overwrite) {
      String whole = workplace.environment().folder().resolve(path).normalize().toString();
      Optional<TreePath> known = TreePath.ROOT.resolve(whole);
      if (known.isEmpty()) {
        throw new VerbException(
            VerbException.Kind.USAGE,
            "`" + path + "` is no path that could be overwritten",
            "Name a file or a folder that the restore has kept");
      }
      paths.add(known.get());
    }
    return new Latitude(bestEffort, paths, relax, pinBase);
  }

  private List<String> originalWords() {
    CommandSpec known = spec;
    return known == null
        ? List.of()
        : Optional.ofNullable(known.commandLine().getParseResult())
            .map(parsed -> parsed.originalArgs())
            .orElse(List.of());
  }
}
