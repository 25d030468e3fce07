package io.envsnap.agent.process;

/** A program is not there, did not end in time or failed where it must not. */
public class CommandException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With a sentence that names the program. */
  public CommandException(String message) {
    super(message);
  }

  /** With a sentence that names the program, and what the system said. */
  public CommandException(String message, Throwable cause) {
    super(message, cause);
  }
}
