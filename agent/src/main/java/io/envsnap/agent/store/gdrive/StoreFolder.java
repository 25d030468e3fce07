package io.envsnap.agent.store.gdrive;

import com.google.api.services.drive.model.File;
import com.google.api.services.drive.model.FileList;
import io.envsnap.agent.store.StoreException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The folder of a store: found once, made when the first object needs it. */
final class StoreFolder {
  private final DriveApi api;
  private final Attempts attempts;
  private final String id;
  private final String name;
  private final boolean shared;
  private boolean missing;

  private StoreFolder(
      DriveApi api, Attempts attempts, String id, String name, boolean shared, boolean missing) {
    this.api = api;
    this.attempts = attempts;
    this.id = id;
    this.name = name;
    this.shared = shared;
    this.missing = missing;
  }

  /**
   * Finds the folder, or an id for one of that name.
   *
   * @throws StoreException when there is no such id, or several of that name
   */
  static StoreFolder find(FolderName wanted, DriveApi api, Attempts attempts, Uploader uploader)
      throws StoreException {
    try {
      return wanted.isId()
          ? byId(wanted.text(), api, attempts)
          : byName(wanted.text(), api, attempts, uploader);
    } catch (DriveFailure e) {
      if (e.kind() == DriveFailure.Kind.NOT_FOUND) {
        throw new StoreException.Unavailable(
            "This account sees no folder `" + wanted.text() + "` in Google Drive",
            "Ask its owner to share it with this account, or sign in to all of Drive: a sign-in"
                + " by `envsnap login` sees only files that envsnap made for the same account",
            e);
      }
      throw e.explained("The folder `" + wanted.text() + "` of Google Drive cannot be opened");
    }
  }

  private static StoreFolder byId(String id, DriveApi api, Attempts attempts)
      throws DriveFailure, StoreException {
    File file = attempts.run(() -> api.get(id));
    if (DriveApi.SHORTCUT.equals(file.getMimeType()) && file.getShortcutDetails() != null) {
      String target = file.getShortcutDetails().getTargetId();
      file = attempts.run(() -> api.get(target));
    }
    if (!DriveApi.FOLDER.equals(file.getMimeType())) {
      throw new StoreException.Unavailable(
          "`" + file.getName() + "` in Google Drive is not a folder",
          "Name the folder of the store with `--store gdrive:FOLDER`",
          new IOException("not a folder"));
    }
    if (Boolean.TRUE.equals(file.getTrashed())) {
      throw new StoreException.Unavailable(
          "The folder `" + file.getName() + "` lies in the trash of Google Drive",
          "Take it out of the trash, or name another folder with `--store gdrive:FOLDER`",
          new IOException("in the trash"));
    }
    return new StoreFolder(
        api, attempts, file.getId(), file.getName(), file.getDriveId() != null, false);
  }

  // By parent and type, not by name: a search by name lags, and would make a second folder.
  private static StoreFolder byName(String name, DriveApi api, Attempts attempts, Uploader uploader)
      throws DriveFailure, StoreException {
    List<String> ids = new ArrayList<>(named(name, api, attempts).keySet());
    if (ids.size() > 1) {
      throw new StoreException.Unavailable(
          "Google Drive has " + ids.size() + " folders of the name `" + name + "`",
          "Say which: `--store gdrive:" + String.join("` or `--store gdrive:", ids) + "`",
          new IOException("several folders"));
    }
    return ids.isEmpty()
        ? new StoreFolder(api, attempts, uploader.freshId(), name, false, true)
        : new StoreFolder(api, attempts, ids.get(0), name, false, false);
  }

  /** The folders of a name, by id. */
  private static Map<String, File> named(String name, DriveApi api, Attempts attempts)
      throws DriveFailure {
    String query = "'root' in parents and mimeType = '" + DriveApi.FOLDER + "' and trashed = false";
    Map<String, File> named = new LinkedHashMap<>();
    String page = null;
    do {
      String from = page;
      FileList list = attempts.run(() -> api.list(query, from));
      for (File file : list.getFiles()) {
        if (name.equals(file.getName())) {
          named.put(file.getId(), file);
        }
      }
      page = list.getNextPageToken();
    } while (page != null);
    return named;
  }

  String id() {
    return id;
  }

  String name() {
    return name;
  }

  /** Whether it lies in a shared drive, whose room is not the account's. */
  boolean isShared() {
    return shared;
  }

  synchronized boolean isMissing() {
    return missing;
  }

  /**
   * Makes it when it is not there.
   *
   * @throws StoreException when another machine made one of that name at the same moment, which is
   *     the one to use
   */
  synchronized void make(Pace pace) throws DriveFailure, StoreException {
    if (!missing) {
      return;
    }
    File metadata = new File().setId(id).setName(name).setMimeType(DriveApi.FOLDER);
    Optional<DriveFailure> made = Optional.empty();
    try {
      attempts.run(
          () -> {
            pace.create();
            return api.createFolder(metadata);
          });
    } catch (DriveFailure e) {
      // The answer to the first try was lost, and the second found it there.
      made = Optional.of(e);
    }
    if (made.isPresent() && made.get().kind() != DriveFailure.Kind.IN_USE) {
      throw made.get();
    }
    yieldToAnOlderOne();
    missing = false;
  }

  /** Of several folders of one name all machines keep the same one, and nothing is in ours yet. */
  private void yieldToAnOlderOne() throws DriveFailure, StoreException {
    Map<String, File> named = named(name, api, attempts);
    File ours = named.getOrDefault(id, new File().setId(id));
    boolean older =
        named.values().stream().anyMatch(other -> Catalog.FIRST.compare(other, ours) < 0);
    if (named.containsKey(id) && older) {
      attempts.run(
          () -> {
            api.delete(id);
            return id;
          });
      throw new StoreException.Unavailable(
          "Another machine made the folder `" + name + "` in Google Drive at the same moment",
          "Run the same command again, which uses that one",
          new IOException("made twice"));
    }
  }
}
