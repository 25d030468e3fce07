package io.envsnap.agent;

import io.envsnap.agent.ecosystem.Ecosystem;
import io.envsnap.agent.ecosystem.apt.AptEcosystem;
import io.envsnap.agent.ecosystem.files.FilesEcosystem;
import io.envsnap.agent.ecosystem.git.GitEcosystem;
import io.envsnap.agent.ecosystem.pip.PipEcosystem;
import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.store.ObjectStore;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.store.dir.DirStore;
import io.envsnap.agent.store.gdrive.DriveLogin;
import io.envsnap.agent.store.gdrive.DrivePlace;
import io.envsnap.agent.store.gdrive.GDriveStore;
import io.envsnap.agent.store.gdrive.Pauses;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiConsumer;

/** The one list of ecosystems and backends that this build has. */
final class Bundled {
  private static final String DIR = "dir:";
  private static final String GDRIVE = "gdrive:";

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
    String address = settings.store();
    if (address.startsWith(GDRIVE)) {
      return GDriveStore.open(
          address.substring(GDRIVE.length()), drive(settings), clock, progress, Pauses::sleep);
    }
    String path = address.startsWith(DIR) ? address.substring(DIR.length()) : address;
    return DirStore.open(Path.of(path).toAbsolutePath().normalize());
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

  private static DrivePlace drive(Settings settings) {
    return new DrivePlace(
        settings.drive().orElse(DrivePlace.GOOGLE),
        settings.environment(),
        Path.of(settings.environment().getOrDefault("HOME", "/root")),
        settings.state().path(),
        settings.state().spool());
  }
}
