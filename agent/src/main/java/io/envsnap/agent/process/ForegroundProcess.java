package io.envsnap.agent.process;

import java.io.IOException;
import java.util.List;

/** Runs a program in the user's stead: with the same streams, folder and environment. */
public final class ForegroundProcess {
  private ForegroundProcess() {}

  /**
   * Runs it and waits, however long it takes.
   *
   * @return its exit status
   * @throws CommandException when it cannot be started
   */
  public static int run(List<String> words) throws CommandException {
    try {
      return new ProcessBuilder(words).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new CommandException("`" + words.get(0) + "` cannot be started", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("`" + words.get(0) + "` was interrupted", e);
    }
  }
}
