package io.envsnap.agent;

import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.store.Sharing;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.verb.VerbException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The front door's other half: who may use a store of Google Drive, from here and by others. */
public final class DriveAccess {
  private DriveAccess() {}

  /**
   * Signs in to Google Drive, and keeps the sign-in on this machine.
   *
   * @param client the file of the person's own OAuth client
   * @param ask hears where to type which code
   */
  public static void login(Settings settings, Path client, BiConsumer<String, String> ask)
      throws VerbException {
    try {
      Bundled.login(settings, client, ask);
    } catch (StoreException e) {
      throw VerbException.of(e);
    }
  }

  /** Ends that sign-in, here and at Google; whether there was one. */
  public static boolean logout(Settings settings) throws VerbException {
    try {
      return Bundled.logout(settings);
    } catch (StoreException e) {
      throw VerbException.of(e);
    }
  }

  /**
   * Lets somebody into a store of Google Drive.
   *
   * @param person an address; empty for whoever has the link
   * @param writes whether they may record too
   */
  public static Sharing share(
      Settings settings,
      InstantSource clock,
      Progress progress,
      Optional<String> person,
      boolean writes)
      throws VerbException {
    try {
      return Bundled.share(settings, clock, progress, person, writes);
    } catch (StoreException e) {
      throw VerbException.of(e);
    }
  }

  /** Lets them out again. */
  public static Sharing unshare(
      Settings settings, InstantSource clock, Progress progress, Optional<String> person)
      throws VerbException {
    try {
      return Bundled.unshare(settings, clock, progress, person);
    } catch (StoreException e) {
      throw VerbException.of(e);
    }
  }
}
