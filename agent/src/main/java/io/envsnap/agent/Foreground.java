package io.envsnap.agent;

import io.envsnap.agent.process.CommandException;
import io.envsnap.agent.process.ForegroundProcess;
import io.envsnap.agent.verb.VerbException;
import java.util.List;

/** Runs what the user wanted run after a restore. */
public final class Foreground {
  private Foreground() {}

  /**
   * Runs the command with this process' own environment, folder and streams.
   *
   * @param words program and arguments
   * @return its exit status
   * @throws VerbException when it cannot be started
   */
  public static int run(List<String> words) throws VerbException {
    try {
      return ForegroundProcess.run(words);
    } catch (CommandException e) {
      throw new VerbException(
          VerbException.Kind.FAILED,
          String.valueOf(e.getMessage()),
          "The restore is done; look whether the program is on the PATH",
          e);
    }
  }
}
