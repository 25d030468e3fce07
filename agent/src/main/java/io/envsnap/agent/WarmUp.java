package io.envsnap.agent;

import io.envsnap.agent.classes.ClassArchive;
import io.envsnap.agent.process.CommandException;
import io.envsnap.agent.process.SystemCommands;
import io.envsnap.agent.verb.VerbException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What makes the next starts of this program faster on this machine.
 *
 * @param archive where Java finds the classes from now on
 * @param bytes its size
 */
public record WarmUp(Path archive, long bytes) {
  /**
   * Makes it, whether or not it is there.
   *
   * @throws VerbException when this program was started in a way that will not use it, or Java
   *     cannot make it
   */
  public static WarmUp now(Settings settings) throws VerbException {
    Optional<ClassArchive> archive = ClassArchive.told(settings.environment());
    if (archive.isEmpty() || settings.jar().isEmpty()) {
      throw new VerbException(
          VerbException.Kind.FAILED,
          "This start of envsnap would not use what a warm-up makes",
          "Start it as `envsnap`, not with `java -jar`");
    }
    String hint = "envsnap works without it; run it again once there is room in the state folder";
    try {
      Path java = Path.of(System.getProperty("java.home"));
      long bytes = archive.get().make(java, settings.jar().get(), new SystemCommands());
      return new WarmUp(archive.get().file(), bytes);
    } catch (IOException e) {
      throw VerbException.of("The warm-up failed", e, hint);
    } catch (CommandException e) {
      throw new VerbException(
          VerbException.Kind.FAILED, "The warm-up failed: " + e.getMessage(), hint, e);
    }
  }

  /** Makes it where it is missing; nobody waits for it, and nothing depends on it. */
  public static void unasked(Settings settings) {
    if (ClassArchive.told(settings.environment()).filter(one -> !one.isMade()).isPresent()) {
      try {
        now(settings);
      } catch (VerbException ignored) {
        // The next save tries again.
      }
    }
  }
}
