package io.envsnap.cli.command;

import io.envsnap.agent.DriveAccess;
import io.envsnap.agent.Settings;
import io.envsnap.agent.verb.VerbException;
import io.envsnap.cli.config.Configuration;
import io.envsnap.cli.output.LoginPrinter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code envsnap logout}. */
@Command(
    name = "logout",
    description = "Ends what `envsnap login` began, on this machine and at Google.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  envsnap logout                               the sign-in goes; what is stored stays",
      "  envsnap logout --json",
      "  envsnap stop && envsnap logout               before a machine is handed on"
    })
final class LogoutCommand implements Callable<Integer> {
  @Mixin private final CommonOptions options = new CommonOptions();
  private final Workplace workplace;

  LogoutCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() throws VerbException {
    Settings settings =
        Configuration.settle(workplace.environment(), options.settings(Optional.empty()));
    boolean was = DriveAccess.logout(settings);
    new LoginPrinter(workplace.console(), options.json()).printSignedOut(was);
    return ExitCodes.DONE;
  }
}
