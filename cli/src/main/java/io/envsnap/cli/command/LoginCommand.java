package io.envsnap.cli.command;

import io.envsnap.agent.DriveAccess;
import io.envsnap.agent.Settings;
import io.envsnap.agent.verb.VerbException;
import io.envsnap.cli.config.Configuration;
import io.envsnap.cli.output.LoginPrinter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code envsnap login}. */
@Command(
    name = "login",
    description = "Signs in to Google Drive with a code that you type on another device.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  envsnap login --client client.json           then records with --store gdrive:FOLDER",
      "  envsnap login --client client.json --json    the page and the code as JSON",
      "  envsnap logout                               ends the sign-in, here and at Google"
    })
final class LoginCommand implements Callable<Integer> {
  @Mixin private final CommonOptions options = new CommonOptions();

  @Option(
      names = "--client",
      required = true,
      paramLabel = "FILE",
      description = "OAuth client of the type TVs and Limited Input devices, see docs/drive.md.")
  @SuppressWarnings("NullAway.Init")
  private Path client;

  private final Workplace workplace;

  LoginCommand(Workplace workplace) {
    this.workplace = workplace;
  }

  @Override
  public Integer call() throws VerbException {
    Settings settings =
        Configuration.settle(workplace.environment(), options.settings(Optional.empty()));
    LoginPrinter printer = new LoginPrinter(workplace.console(), options.json());
    DriveAccess.login(
        settings, workplace.environment().folder().resolve(client), printer::printCode);
    printer.printSignedIn();
    return ExitCodes.DONE;
  }
}
