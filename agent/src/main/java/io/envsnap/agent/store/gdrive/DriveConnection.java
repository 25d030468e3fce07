package io.envsnap.agent.store.gdrive;

import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.store.StoreException;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A signed-in way to one folder of Google Drive.
 *
 * @param folder it may not be there yet
 * @param api sends one request
 * @param attempts sends it again where that helps
 * @param uploader makes files
 * @param pace holds back who makes too many
 */
record DriveConnection(
    StoreFolder folder, DriveApi api, Attempts attempts, Uploader uploader, Pace pace) {
  /**
   * Finds a folder.
   *
   * @param address what stands behind {@code gdrive:}
   * @throws StoreException when it cannot be found, or there is no sign-in
   */
  static DriveConnection open(
      String address, DrivePlace place, InstantSource clock, Progress progress, Pauses pauses)
      throws StoreException {
    FolderName name = FolderName.parse(address);
    Tokens tokens = new Tokens(SignIn.find(place));
    DriveApi api = new DriveApi(place.root(), tokens);
    Attempts attempts =
        new Attempts(pauses, () -> ThreadLocalRandom.current().nextLong(1000), progress, tokens);
    Pace pace = new Pace(clock, pauses, place.state());
    Uploader uploader =
        new Uploader(api, attempts, pace, new UploadJournal(place.state().resolve("uploads")));
    return new DriveConnection(
        StoreFolder.find(name, api, attempts, uploader), api, attempts, uploader, pace);
  }
}
