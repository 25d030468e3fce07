package io.envsnap.cli.command;

import io.envsnap.agent.Envsnap;
import io.envsnap.agent.Settings;
import io.envsnap.agent.verb.VerbException;
import io.envsnap.cli.config.Configuration;
import io.envsnap.cli.config.Environment;
import io.envsnap.cli.config.Options;
import io.envsnap.cli.output.Console;
import io.envsnap.cli.output.ConsoleProgress;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What a command works in.
 *
 * @param environment what the process was started with
 * @param console where it prints
 */
record Workplace(Environment environment, Console console) {
  /** Opens the front door, lets the command do its work and closes the door again. */
  int run(CommonOptions options, Optional<String> store, Work work) throws VerbException {
    return run(options, options.settings(store), work);
  }

  /** The same with options that only some commands have. */
  int run(CommonOptions options, Options told, Work work) throws VerbException {
    Settings settings = Configuration.settle(environment, told);
    ConsoleProgress progress = new ConsoleProgress(console, options.quiet());
    try (Envsnap envsnap = Envsnap.open(settings, InstantSource.system(), progress)) {
      return work.run(new Visit(envsnap, settings, progress));
    } catch (UncheckedIOException e) {
      throw unable(e);
    } finally {
      progress.clear();
    }
  }

  /** The machine failed, not envsnap: its disk is full, or it cannot even be looked at. */
  private static VerbException unable(UncheckedIOException trouble) {
    String reason = String.valueOf(Objects.requireNonNull(trouble.getCause()).getMessage());
    String what = Objects.requireNonNullElse(trouble.getMessage(), "A file cannot be used");
    String sentence =
        what.endsWith(reason) ? what : what + ": " + reason.lines().findFirst().orElse("");
    return new VerbException(
        VerbException.Kind.FAILED,
        sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1),
        reason.contains("No space left")
            ? "Make room on the disk, in `/tmp` as well, and run it again"
            : "Run it again; `envsnap doctor` shows what this machine has",
        trouble);
  }

  /** What a command does with an open door. */
  interface Work {
    int run(Visit visit) throws VerbException;
  }

  /**
   * An open door.
   *
   * @param envsnap the front door
   * @param settings the settings in force
   * @param progress the line that shows that work goes on
   */
  record Visit(Envsnap envsnap, Settings settings, ConsoleProgress progress) {}
}
