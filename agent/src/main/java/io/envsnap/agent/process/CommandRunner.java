package io.envsnap.agent.process;

/** Runs programs. Tests hand in a fake that answers from recorded output. */
public interface CommandRunner {
  /**
   * Runs it and waits, whatever its exit status.
   *
   * @throws CommandException when it cannot be started or outlives its limit
   */
  CommandResult run(Command command) throws CommandException;

  /**
   * Runs it and insists on status 0.
   *
   * @throws CommandException also when it fails; the message carries the last line of its standard
   *     error
   */
  default CommandResult require(Command command) throws CommandException {
    CommandResult result = run(command);
    if (!result.succeeded()) {
      String said = result.error().strip();
      String last = said.substring(said.lastIndexOf('\n') + 1);
      throw new CommandException(
          "`" + command.words().get(0) + "` failed with status " + result.exit() + ": " + last);
    }
    return result;
  }
}
