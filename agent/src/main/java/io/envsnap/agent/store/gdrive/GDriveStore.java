package io.envsnap.agent.store.gdrive;

import com.google.api.services.drive.model.File;
import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.store.BlobSource;
import io.envsnap.agent.store.NewObject;
import io.envsnap.agent.store.ObjectKind;
import io.envsnap.agent.store.ObjectStore;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.store.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A store in one flat folder of Google Drive. Files are found by properties and addressed by id;
 * names are for people. Each is made whole or not at all, under an id that is chosen first, and is
 * never changed afterwards, but for those that people read.
 */
public final class GDriveStore implements ObjectStore {
  private static final int REMEMBERED = 256;
  private static final int LARGE_AID = 4 << 20;

  /** A pack that is older, and that no ref names, may be pruned at any moment. */
  private static final Duration REUSED = Duration.ofDays(1);

  private final StoreFolder folder;
  private final DriveApi api;
  private final Attempts attempts;
  private final Uploader uploader;
  private final Pace pace;
  private final Catalog catalog;
  private final PackCache packs;
  private final Saves saves;
  private final Finder finder;
  private final InstantSource clock;
  private final Map<ObjectKey, Object> locks = new ConcurrentHashMap<>();
  private final Map<String, byte[]> documents = new ConcurrentHashMap<>();
  private Optional<Long> free = Optional.empty();
  private boolean asked;

  private GDriveStore(
      DriveConnection drive, Pauses pauses, Catalog catalog, PackCache packs, InstantSource clock) {
    this.folder = drive.folder();
    this.api = drive.api();
    this.attempts = drive.attempts();
    this.uploader = drive.uploader();
    this.pace = drive.pace();
    this.catalog = catalog;
    this.packs = packs;
    this.saves = new Saves(catalog, packs);
    this.finder = new Finder(folder, catalog, saves, pauses);
    this.clock = clock;
  }

  /**
   * Opens the store in a folder; one that is meant by name need not exist.
   *
   * @param address what stands behind {@code gdrive:}: a folder's id, share address or name
   * @throws StoreException when it cannot be found, or there is no sign-in
   */
  public static GDriveStore open(
      String address, DrivePlace place, InstantSource clock, Progress progress, Pauses pauses)
      throws StoreException {
    DriveConnection drive = DriveConnection.open(address, place, clock, progress, pauses);
    Catalog catalog = new Catalog(drive.api(), drive.attempts(), clock);
    if (drive.folder().isMissing()) {
      catalog.isNew();
    }
    PackCache packs = new PackCache(drive.api(), drive.attempts(), place.spool());
    return new GDriveStore(drive, pauses, catalog, packs, clock);
  }

  @Override
  public String address() {
    return "gdrive:" + folder.id();
  }

  @Override
  public String diesWithMachine() {
    return "";
  }

  @Override
  public StoredObject put(ObjectKind kind, String name, BlobSource source) throws StoreException {
    ObjectKey key = new ObjectKey(kind, name);
    String what = "The " + key.word() + " `" + name + "` cannot be stored in Google Drive";
    synchronized (locks.computeIfAbsent(key, none -> new Object())) {
      try {
        catalog.refresh(folder.id());
        Optional<File> there = catalog.find(key);
        boolean old = kind == ObjectKind.PACK && there.filter(this::mayBePruned).isPresent();
        if (kind != ObjectKind.AID
            && !old
            && there.isPresent()
            && there.get().getSize() == source.size()) {
          return stored(key, there.get());
        }
        Sums sums = Sums.of(source);
        if (sums.size() != source.size()) {
          throw new IOException("the object has another size than was said");
        }
        if (!old && there.isPresent() && sums.match(there.get(), source)) {
          return stored(key, there.get());
        }
        insistOnRoom(sums.size());
        folder.make(pace);
        Map<String, String> properties = properties(key, source);
        File file =
            there.isPresent() && kind == ObjectKind.AID && source.size() < LARGE_AID
                ? replaced(there.get(), source)
                : uploader.upload(
                    new File()
                        .setName(key.fileName())
                        .setParents(List.of(folder.id()))
                        .setProperties(properties),
                    source,
                    sums);
        catalog.put(file, properties);
        free = free.map(bytes -> bytes - sums.size());
        if (there.isPresent() && !there.get().getId().equals(file.getId())) {
          // It had another size, cut short by whoever touched it; or it is so old that a prune
          // may be about to take it, and that knows files by their ids.
          remove(key, there.get().getId());
        }
        return stored(key, file);
      } catch (DriveFailure e) {
        throw e.explained(what);
      } catch (IOException e) {
        throw new StoreException.Unavailable(
            what + ": " + e.getMessage(), "Look at this machine's disk, and run envsnap again", e);
      }
    }
  }

  private boolean mayBePruned(File file) {
    return Catalog.created(file).isBefore(clock.instant().minus(REUSED));
  }

  @Override
  public void putAll(List<NewObject> objects) throws StoreException {
    String what = "The snapshot cannot be stored in Google Drive";
    synchronized (saves) {
      try {
        catalog.refresh(folder.id());
        for (SaveDraft draft : saves.drafts(objects)) {
          if (catalog.saves().stream().noneMatch(save -> save.name().equals(draft.name()))) {
            insistOnRoom(draft.archive().size());
            folder.make(pace);
            File described = draft.described(folder.id());
            File file = uploader.upload(described, draft.archive(), Sums.of(draft.archive()));
            catalog.put(file, described.getProperties());
          }
          saves.sent(draft);
        }
      } catch (DriveFailure e) {
        throw e.explained(what);
      } catch (IOException e) {
        throw new StoreException.Unavailable(
            what + ": " + e.getMessage(), "Look at this machine's disk, and run envsnap again", e);
      }
    }
  }

  private static Map<String, String> properties(ObjectKey key, BlobSource source)
      throws IOException {
    Map<String, String> properties = key.properties();
    if (key.kind() == ObjectKind.REF) {
      try (InputStream in = source.open()) {
        properties.putAll(Inline.properties(in.readAllBytes()));
      }
    }
    return properties;
  }

  private File replaced(File old, BlobSource source) throws IOException, DriveFailure {
    byte[] bytes;
    try (InputStream in = source.open()) {
      bytes = in.readAllBytes();
    }
    return attempts.run(() -> api.replace(old.getId(), bytes));
  }

  /** Says that there is no room before it has sent everything. */
  private void insistOnRoom(long bytes) throws DriveFailure, StoreException {
    if (bytes < 1 << 20 || folder.isShared()) {
      return;
    }
    if (!asked) {
      free = attempts.run(api::free);
      asked = true;
    }
    if (free.isPresent() && free.get() < bytes) {
      throw new StoreException.Full(
          "Google Drive has "
              + (free.get() >> 20)
              + " MiB left, and the next pack needs "
              + (bytes >> 20)
              + " MiB",
          "Empty the Drive's trash, delete what is not needed, or use another store",
          new IOException("no room"));
    }
  }

  @Override
  public InputStream read(ObjectKind kind, String name, long offset, long length)
      throws StoreException {
    ObjectKey key = new ObjectKey(kind, name);
    String what = "The " + key.word() + " `" + name + "` cannot be read from Google Drive";
    try {
      Finder.Found found = finder.find(key);
      if (found.member().isPresent()) {
        byte[] bytes = found.member().get();
        int from = (int) Math.min(offset, bytes.length);
        return new ByteArrayInputStream(bytes, from, (int) Math.min(length, bytes.length - from));
      }
      File file = found.file().orElseThrow();
      long size = file.getSize();
      long from = Math.min(offset, size);
      long most = Math.min(length, size - from);
      if (most == 0) {
        return InputStream.nullInputStream();
      }
      if (kind == ObjectKind.AID && size > LARGE_AID) {
        return attempts.run(() -> api.download(file.getId(), from, most, false));
      }
      if (kind == ObjectKind.PACK) {
        return packs.read(file, from, most);
      }
      byte[] bytes = documents.get(file.getId());
      if (bytes == null && kind == ObjectKind.REF) {
        bytes = Inline.bytes(file).orElse(null);
      }
      if (bytes == null) {
        bytes = packs.document(file);
        if (documents.size() < REMEMBERED && kind != ObjectKind.SEGMENT && kind != ObjectKind.AID) {
          documents.put(file.getId(), bytes);
        }
      }
      return new ByteArrayInputStream(bytes, Math.toIntExact(from), Math.toIntExact(most));
    } catch (DriveFailure e) {
      throw e.explained(what);
    } catch (IOException e) {
      throw new StoreException.Unavailable(
          what + ": " + e.getMessage(), "Look at this machine's disk, and run envsnap again", e);
    }
  }

  @Override
  public List<StoredObject> list(ObjectKind kind) throws StoreException {
    try {
      if (!folder.isMissing()) {
        catalog.refresh(folder.id());
      }
      Map<String, StoredObject> objects = new TreeMap<>();
      saves
          .list(kind)
          .forEach(
              (key, member) ->
                  objects.put(
                      key.name(),
                      new StoredObject(
                          kind, key.name(), member.size(), Catalog.created(member.save().file()))));
      catalog
          .objects()
          .forEach(
              (key, file) -> {
                if (key.kind() == kind) {
                  objects.put(key.name(), stored(key, file));
                }
              });
      return List.copyOf(objects.values());
    } catch (DriveFailure e) {
      throw e.explained("The folder `" + folder.name() + "` of Google Drive cannot be listed");
    }
  }

  @Override
  public void delete(StoredObject object) throws StoreException {
    ObjectKey key = new ObjectKey(object.kind(), object.name());
    try {
      for (File file : catalog.all(key)) {
        // What was put since then is another file.
        if (key.kind() == ObjectKind.REF || !Catalog.created(file).isAfter(object.stored())) {
          remove(key, file.getId());
        }
      }
      for (SaveFile save : saves.drop(key)) {
        erase(save.file().getId());
        catalog.removeSave(save.file().getId());
      }
    } catch (DriveFailure e) {
      throw e.explained(
          "The " + key.word() + " `" + key.name() + "` cannot be deleted from Google Drive");
    }
  }

  @Override
  public int tidy(Instant before) throws StoreException {
    int removed = 0;
    try {
      if (!folder.isMissing()) {
        catalog.load(folder.id());
      }
      for (ObjectKey key : catalog.objects().keySet()) {
        for (File file : catalog.all(key).stream().skip(1).toList()) {
          if (!Catalog.created(file).isAfter(before)) {
            remove(key, file.getId());
            removed++;
          }
        }
      }
      return removed;
    } catch (DriveFailure e) {
      throw e.explained("The folder `" + folder.name() + "` of Google Drive cannot be tidied");
    }
  }

  private void remove(ObjectKey key, String id) throws DriveFailure {
    erase(id);
    catalog.remove(key, id);
  }

  private void erase(String id) throws DriveFailure {
    try {
      attempts.run(
          () -> {
            api.delete(id);
            return id;
          });
    } catch (DriveFailure e) {
      if (e.kind() != DriveFailure.Kind.NOT_FOUND) {
        throw e;
      }
    }
  }

  /** A ref's time orders heads, and is that of its first file; else the youngest file counts. */
  private StoredObject stored(ObjectKey key, File file) {
    Instant stored = Catalog.created(file);
    if (key.kind() != ObjectKind.REF) {
      for (File other : catalog.all(key)) {
        stored = Catalog.created(other).isAfter(stored) ? Catalog.created(other) : stored;
      }
    }
    return new StoredObject(key.kind(), key.name(), file.getSize(), stored);
  }

  @Override
  public void close() {
    packs.close();
  }
}
