package io.envsnap.cli.command;

import io.envsnap.agent.verb.VerbException;
import io.envsnap.cli.output.ListPrinter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code envsnap list}. */
@Command(
    name = "list",
    description = "Lists the snapshots of the store.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  envsnap list                                 what the default store holds",
      "  envsnap list --store /content/drive/MyDrive/envsnap",
      "  envsnap list --json                          for a program"
    })
final class ListCommand implements Callable<Integer> {
  @Mixin private final CommonOptions options = new CommonOptions();
  @Mixin private final StoreOption store = new StoreOption();
  private final Workplace workplace;

  ListCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() throws VerbException {
    return workplace.run(
        options,
        store.path(),
        visit -> {
          new ListPrinter(workplace.console(), options.json())
              .print(visit.envsnap().lines(), visit.envsnap().storeAddress());
          return ExitCodes.DONE;
        });
  }
}
