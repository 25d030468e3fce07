package io.envsnap.agent;

import io.envsnap.agent.disk.StateFolder;
import io.envsnap.agent.watch.Agent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

/** The process that stays: it loads little, and does nothing but wait. */
public final class Resident {
  private Resident() {}

  /**
   * Watches a session until there is none.
   *
   * @param state envsnap's state folder
   * @return exit status
   */
  public static int run(Path state) {
    try {
      new Agent(new StateFolder(state), Bundled.ecosystems(Limits.USUAL), InstantSource.system())
          .run();
      return 0;
    } catch (IOException e) {
      // Nobody listens to an agent; the next hook starts another one.
      return 1;
    }
  }
}
