package io.envsnap.cli.command;

import io.envsnap.agent.export.ExportReport;
import io.envsnap.agent.restore.RestoreSource;
import io.envsnap.agent.verb.VerbException;
import io.envsnap.cli.output.ExportPrinter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code envsnap export}. */
@Command(
    name = "export",
    description =
        "Writes pylock.toml, requirements.txt and wheels, from which pip and uv install without"
            + " envsnap.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  envsnap export                               the lockfile here, else the newest `main`",
      "  envsnap export main --to wheelhouse",
      "  envsnap export team.lock.yaml --json",
      "",
      "From these, without an index:",
      "  pip install --no-index -r wheelhouse/pylock.toml      (pip 26.1 or newer)",
      "  uv pip sync --offline wheelhouse/pylock.toml"
    })
final class ExportCommand implements Callable<Integer> {
  @Mixin private final CommonOptions options = new CommonOptions();
  @Mixin private final StoreOption store = new StoreOption();

  @Option(
      names = "--to",
      paramLabel = "FOLDER",
      defaultValue = "envsnap-export",
      description = "Where to write; envsnap-export here if none.")
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @Parameters(arity = "0..1", paramLabel = "WHAT", description = "A lockfile, name or snapshot.")
  private @Nullable String word;

  private final Workplace workplace;

  ExportCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() throws VerbException {
    return workplace.run(
        options,
        store.path(),
        visit -> {
          RestoreSource source = visit.envsnap().find(Optional.ofNullable(word));
          Path place = workplace.environment().folder().resolve(folder).normalize();
          ExportReport report = visit.envsnap().export(source, place);
          visit.progress().clear();
          new ExportPrinter(workplace.console(), options.json()).print(report);
          return report.leftOut().isEmpty() ? ExitCodes.DONE : ExitCodes.DRIFT;
        });
  }
}
