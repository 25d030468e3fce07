package io.envsnap.agent;

import io.envsnap.agent.ecosystem.Ecosystem;
import io.envsnap.agent.ecosystem.apt.AptEcosystem;
import io.envsnap.agent.ecosystem.files.FilesEcosystem;
import io.envsnap.agent.ecosystem.git.GitEcosystem;
import io.envsnap.agent.ecosystem.pip.PipEcosystem;
import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.store.ObjectStore;
import io.envsnap.agent.store.Sharing;
import io.envsnap.agent.store.StoreAddress;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.store.dir.DirStore;
import io.envsnap.agent.store.gdrive.DriveLogin;
import io.envsnap.agent.store.gdrive.DrivePlace;
import io.envsnap.agent.store.gdrive.DriveSharing;
import io.envsnap.agent.store.gdrive.GDriveStore;
import io.envsnap.agent.store.gdrive.Pauses;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The one list of ecosystems and backends that this build has. */
final class Bundled {
  private Bundled() {}

  /** All ecosystems, in the order in which they claim paths; {@code files} takes the rest. */
  static List<Ecosystem> ecosystems(Limits limits) {
    return List.of(
        new AptEcosystem(),
        new PipEcosystem(),
        new GitEcosystem(),
        new FilesEcosystem(limits.fileBytes(), limits.totalBytes()));
  }

  /**
   * The store of the settings: {@code gdrive:FOLDER}, {@code dir:/path} or a path.
   *
   * @throws StoreException when it cannot be opened
   */
  static ObjectStore store(Settings settings, InstantSource clock, Progress progress)
      throws StoreException {
    StoreAddress address = StoreAddress.parse(settings.store());
    return address.isDrive()
        ? GDriveStore.open(address.rest(), drive(settings), clock, progress, Pauses::sleep)
        : DirStore.open(Path.of(address.rest()).toAbsolutePath().normalize());
  }

  /**
   * Signs in to Google Drive.
   *
   * @param ask hears where to type which code
   */
  static void login(Settings settings, Path client, BiConsumer<String, String> ask)
      throws StoreException {
    new DriveLogin(drive(settings), Pauses::sleep).in(client, ask::accept);
  }

  /** Signs out of Google Drive; whether anybody was signed in. */
  static boolean logout(Settings settings) throws StoreException {
    return new DriveLogin(drive(settings), Pauses::sleep).out();
  }

  /**
   * Lets somebody into the store, or whoever has its link.
   *
   * @throws StoreException when it cannot be shared by this program
   */
  static Sharing share(
      Settings settings,
      InstantSource clock,
      Progress progress,
      Optional<String> person,
      boolean writes)
      throws StoreException {
    return sharing(settings, clock, progress).share(person, writes);
  }

  /** Lets somebody out again. */
  static Sharing unshare(
      Settings settings, InstantSource clock, Progress progress, Optional<String> person)
      throws StoreException {
    return sharing(settings, clock, progress).unshare(person);
  }

  private static DriveSharing sharing(Settings settings, InstantSource clock, Progress progress)
      throws StoreException {
    StoreAddress address = StoreAddress.parse(settings.store());
    if (!address.isDrive()) {
      throw new StoreException.Denied(
          "The store `" + settings.store() + "` is a folder, and who may use it is not envsnap's",
          "Share the folder itself, or name a store in Google Drive with `--store gdrive:FOLDER`",
          new IOException("a folder"));
    }
    return DriveSharing.open(address.rest(), drive(settings), clock, progress, Pauses::sleep);
  }

  private static DrivePlace drive(Settings settings) {
    return new DrivePlace(
        settings.drive().orElse(DrivePlace.GOOGLE),
        settings.environment(),
        Path.of(settings.environment().getOrDefault("HOME", "/root")),
        settings.state().path(),
        settings.state().spool());
  }
}
