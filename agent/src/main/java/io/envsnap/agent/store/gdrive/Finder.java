package io.envsnap.agent.store.gdrive;

import com.google.api.services.drive.model.File;
import io.envsnap.agent.store.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Finds objects, each a file of its own or a member of a save. */
final class Finder {
  /** A search may not show for a moment what another machine just put. */
  private static final List<Duration> LOOKS =
      List.of(Duration.ZERO, Duration.ofMillis(500), Duration.ofSeconds(2));

  private final StoreFolder folder;
  private final Catalog catalog;
  private final Saves saves;
  private final Pauses pauses;

  Finder(StoreFolder folder, Catalog catalog, Saves saves, Pauses pauses) {
    this.folder = folder;
    this.catalog = catalog;
    this.saves = saves;
    this.pauses = pauses;
  }

  /**
   * Where an object lies.
   *
   * @param file its own, when it has one
   * @param member its bytes, when it lies in a save
   */
  record Found(Optional<File> file, Optional<byte[]> member) {}

  /**
   * Looks, and looks again in a moment.
   *
   * @throws StoreException.Missing when it is not there
   */
  Found find(ObjectKey key) throws DriveFailure, IOException, StoreException {
    catalog.refresh(folder.id());
    Optional<Found> found = look(key);
    for (Duration wait : LOOKS) {
      if (found.isPresent() || folder.isMissing()) {
        break;
      }
      pauses.pause(wait);
      catalog.load(folder.id());
      found = look(key);
    }
    return found.orElseThrow(
        () ->
            new StoreException.Missing(
                "The " + key.word() + " `" + key.name() + "` is not in gdrive:" + folder.id(),
                "The store is incomplete; `envsnap verify --store` names everything that it"
                    + " lacks"));
  }

  private Optional<Found> look(ObjectKey key) throws DriveFailure {
    Optional<File> file = catalog.find(key);
    return file.isPresent()
        ? Optional.of(new Found(file, Optional.empty()))
        : saves.find(key).map(bytes -> new Found(Optional.empty(), Optional.of(bytes)));
  }
}
