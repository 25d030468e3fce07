package io.envsnap.agent.watch;

import io.envsnap.agent.process.Command;
import io.envsnap.agent.process.CommandException;
import io.envsnap.agent.process.CommandResult;
import io.envsnap.agent.process.SystemCommands;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Saves in a process of its own, which gives way to everything else and gives its memory back. */
final class SavingChild {
  private static final Duration LIMIT = Duration.ofMinutes(30);

  private final SystemCommands commands;
  private final AtomicReference<@Nullable Outcome> ended = new AtomicReference<>();
  private @Nullable Thread thread;

  SavingChild(SystemCommands commands) {
    this.commands = commands;
  }

  /**
   * How a save ended.
   *
   * @param saved whether the store now has the session
   * @param sentence for the agent's log
   */
  record Outcome(boolean saved, String sentence) {}

  boolean isRunning() {
    Thread running = thread;
    return running != null && running.isAlive();
  }

  /** How the last one ended, told once. */
  Optional<Outcome> outcome() {
    return Optional.ofNullable(ended.getAndSet(null));
  }

  void start(Launch launch) {
    Command command =
        Command.of(launch.save())
            .in(Path.of(launch.folder()))
            .with(launch.environment())
            .within(LIMIT);
    Thread saving = new Thread(() -> ended.set(save(command)), "save");
    saving.setDaemon(true);
    saving.start();
    thread = saving;
  }

  private Outcome save(Command command) {
    try {
      CommandResult result = commands.run(command);
      if (result.succeeded()) {
        return new Outcome(true, "saved");
      }
      String why =
          result
              .error()
              .lines()
              .filter(line -> line.startsWith("error:"))
              .findFirst()
              .orElse("status " + result.exit());
      return new Outcome(false, "not saved: " + why);
    } catch (CommandException e) {
      return new Outcome(false, "not saved: " + e.getMessage());
    }
  }
}
