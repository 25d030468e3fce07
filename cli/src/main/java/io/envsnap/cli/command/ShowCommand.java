package io.envsnap.cli.command;

import io.envsnap.agent.restore.RestoreSource;
import io.envsnap.agent.verb.VerbException;
import io.envsnap.cli.output.ShowPrinter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code envsnap show}. */
@Command(
    name = "show",
    description = "Shows what a lockfile, name or snapshot holds.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  envsnap show                                 the lockfile here, else the newest `main`",
      "  envsnap show before-upgrade",
      "  envsnap show main --yaml > envsnap.lock.yaml"
    })
final class ShowCommand implements Callable<Integer> {
  @Mixin private final CommonOptions options = new CommonOptions();
  @Mixin private final StoreOption store = new StoreOption();

  @Option(names = "--yaml", description = "Print the lockfile itself.")
  private boolean yaml;

  @Parameters(arity = "0..1", paramLabel = "WHAT", description = "A lockfile, name or snapshot.")
  private @Nullable String word;

  private final Workplace workplace;

  ShowCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() throws VerbException {
    return workplace.run(
        options,
        store.path(),
        visit -> {
          RestoreSource source = visit.envsnap().find(Optional.ofNullable(word));
          ShowPrinter printer = new ShowPrinter(workplace.console(), options.json());
          if (yaml) {
            printer.printYaml(source.lockfile());
          } else {
            printer.print(source);
          }
          return ExitCodes.DONE;
        });
  }
}
