package io.envsnap.agent.store.gdrive;

import com.google.api.services.drive.model.File;
import com.google.api.services.drive.model.FileList;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the folder holds, by one search for its children, which of all searches lags least; what
 * this process put or deleted itself is known without one.
 */
final class Catalog {
  private static final Duration FRESH = Duration.ofSeconds(60);

  /** Of two files of one object, all machines take the same: the older one, then the lesser id. */
  static final Comparator<File> FIRST =
      Comparator.comparing(Catalog::created).thenComparing(File::getId);

  private final DriveApi api;
  private final Attempts attempts;
  private final InstantSource clock;
  private final Map<String, File> own = new HashMap<>();
  private final Set<String> gone = new HashSet<>();
  private Map<ObjectKey, List<File>> files = new HashMap<>();
  private Map<String, SaveFile> saves = new HashMap<>();
  private @Nullable Instant loaded;

  Catalog(DriveApi api, Attempts attempts, InstantSource clock) {
    this.api = api;
    this.attempts = attempts;
    this.clock = clock;
  }

  static Instant created(File file) {
    return file.getCreatedTime() == null
        ? Instant.EPOCH
        : Instant.ofEpochMilli(file.getCreatedTime().getValue());
  }

  /** Nothing is in a folder that is about to be made. */
  synchronized void isNew() {
    loaded = clock.instant();
  }

  /** Searches the folder again, unless that was done a moment ago. */
  synchronized void refresh(String folder) throws DriveFailure {
    Instant last = loaded;
    if (last == null || Duration.between(last, clock.instant()).compareTo(FRESH) >= 0) {
      load(folder);
    }
  }

  synchronized void load(String folder) throws DriveFailure {
    Map<String, File> all = new HashMap<>();
    String query = "'" + folder + "' in parents and trashed = false";
    String page = null;
    do {
      String from = page;
      FileList list = attempts.run(() -> api.list(query, from));
      // A stale page may show a file twice.
      list.getFiles().forEach(file -> all.put(file.getId(), file));
      page = list.getNextPageToken();
    } while (page != null);
    own.keySet().removeAll(all.keySet());
    all.putAll(own);
    all.keySet().removeAll(gone);
    files = new HashMap<>();
    saves = new HashMap<>();
    all.values().forEach(this::file);
    loaded = clock.instant();
  }

  private void file(File file) {
    SaveFile.of(file).ifPresent(save -> saves.put(file.getId(), save));
    ObjectKey.of(file)
        .ifPresent(
            key -> {
              List<File> same = files.computeIfAbsent(key, none -> new ArrayList<>());
              same.removeIf(one -> one.getId().equals(file.getId()));
              same.add(file);
              same.sort(FIRST);
            });
  }

  /** The file of an object, as far as is known. */
  synchronized Optional<File> find(ObjectKey key) {
    return files.getOrDefault(key, List.of()).stream().findFirst();
  }

  /** The saves; they hold objects that are no files of their own. */
  synchronized List<SaveFile> saves() {
    return List.copyOf(saves.values());
  }

  /** All files of an object: more than one when two machines stored it at once. */
  synchronized List<File> all(ObjectKey key) {
    return List.copyOf(files.getOrDefault(key, List.of()));
  }

  synchronized Map<ObjectKey, File> objects() {
    Map<ObjectKey, File> objects = new HashMap<>();
    files.forEach((key, same) -> same.stream().findFirst().ifPresent(f -> objects.put(key, f)));
    return objects;
  }

  synchronized void put(File file, Map<String, String> properties) {
    file.setProperties(properties);
    own.put(file.getId(), file);
    file(file);
  }

  synchronized void removeSave(String id) {
    own.remove(id);
    gone.add(id);
    saves.remove(id);
  }

  synchronized void remove(ObjectKey key, String id) {
    own.remove(id);
    gone.add(id);
    List<File> same = files.getOrDefault(key, new ArrayList<>());
    same.removeIf(one -> one.getId().equals(id));
    if (same.isEmpty()) {
      files.remove(key);
    }
  }
}
