package io.envsnap.agent.store.dir;

import io.envsnap.agent.store.StoreException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What the failures of a folder mean for the store in it. */
final class FolderFailure {
  private FolderFailure() {}

  /**
   * The failure as a person has to know it.
   *
   * @param verb what could not be done, such as {@code written}
   * @param known whether the folder was there
   */
  static StoreException of(IOException e, Path folder, String verb, boolean known) {
    String said = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    String reason =
        e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : said;
    String sentence = "The store `" + folder + "` cannot be " + verb + ": ";
    if (e instanceof AccessDeniedException
        || reason.contains("Read-only file system")
        || reason.contains("Operation not permitted")
        || reason.contains("Permission denied")) {
      return new StoreException.Denied(
          sentence + "permission denied",
          "Use a folder that you may write to, with `--store PATH`",
          e);
    }
    if (e instanceof NoSuchFileException && !known) {
      return new StoreException.Unavailable(
          sentence + "its folder cannot be made there",
          "Name another folder with `--store PATH`",
          e);
    }
    if (e instanceof FileAlreadyExistsException) {
      return new StoreException.Unavailable(
          sentence + "`" + said + "` is not a folder",
          "Name another folder with `--store PATH`",
          e);
    }
    if (e instanceof NoSuchFileException) {
      return gone(folder, e);
    }
    if (isFull(e)) {
      return new StoreException.Full(
          "The store `" + folder + "` has no room left",
          "Free some space there, or use another store with `--store PATH`",
          e);
    }
    return new StoreException.Unavailable(
        sentence + reason, "Look whether its disk or Drive is mounted", e);
  }

  static StoreException gone(Path folder, IOException e) {
    return new StoreException.Unavailable(
        "The store `" + folder + "` went away while it was in use",
        "Look whether its disk or Drive is mounted, and run envsnap again",
        e);
  }

  static boolean isFull(IOException e) {
    String said = String.valueOf(e.getMessage());
    return said.contains("No space left") || said.contains("quota exceeded");
  }
}
