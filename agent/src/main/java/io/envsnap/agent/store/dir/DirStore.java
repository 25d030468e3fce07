package io.envsnap.agent.store.dir;

import io.envsnap.agent.store.BlobSource;
import io.envsnap.agent.store.BoundedStream;
import io.envsnap.agent.store.Layout;
import io.envsnap.agent.store.NewFile;
import io.envsnap.agent.store.NewObject;
import io.envsnap.agent.store.ObjectKind;
import io.envsnap.agent.store.ObjectStore;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.store.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A store in a folder. Objects are written to a temporary name in their folder and renamed, so that
 * nobody ever sees half of one. It needs neither modes nor links nor, where it must, renames, and
 * so works on a mounted Drive.
 */
public final class DirStore implements ObjectStore {
  private static final String TEMPORARY = ObjectWriter.TEMPORARY;
  private static final Duration STALE = Duration.ofDays(1);
  private static final int READERS = 8;
  private static final long NOWHERE = -1;
  private static final String WRITTEN = "written";

  private final Path folder;
  private final AtomicLong device;
  private final FolderMount mount;
  private final ObjectWriter writer;
  private final Set<Path> written = ConcurrentHashMap.newKeySet();

  private DirStore(Path folder, long device) {
    this.folder = folder;
    this.device = new AtomicLong(device);
    this.mount = FolderMount.of(folder);
    this.writer = new ObjectWriter(mount.sendsLater());
  }

  /**
   * Opens the store in a folder, which need not exist: the first object makes it.
   *
   * @throws StoreException when something else than a folder is there, or a Drive that it must be
   *     in is not mounted
   */
  public static DirStore open(Path folder) throws StoreException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new StoreException.Unavailable(
          "`" + folder + "` is not a folder",
          "Name the folder of the store with `--store PATH`",
          new NotDirectoryException(folder.toString()));
    }
    Path whole = folder.toAbsolutePath().normalize();
    Optional<Path> unmounted = FolderMount.unmounted(whole);
    if (unmounted.isPresent()) {
      throw new StoreException.Unavailable(
          "Google Drive is not mounted at `" + unmounted.get() + "`",
          "Run `from google.colab import drive; drive.mount('"
              + unmounted.get()
              + "')` in a cell first, or use `--store gdrive:FOLDER`, which needs no mount",
          new NoSuchFileException(folder.toString()));
    }
    return new DirStore(whole, deviceOf(whole));
  }

  @Override
  public String address() {
    return "dir:" + folder;
  }

  @Override
  public String diesWithMachine() {
    return mount.dies();
  }

  @Override
  public String arrivesLater() throws StoreException {
    if (!mount.sendsLater()) {
      return "";
    }
    Set<Path> asked = new TreeSet<>(written);
    if (asked.isEmpty()) {
      for (ObjectKind kind : ObjectKind.values()) {
        list(kind).forEach(object -> asked.add(path(kind, object.name())));
      }
    }
    return "`"
        + mount.point()
        + "` sends files to Google Drive some time after they were written; "
        + Arrival.of(asked).spoken();
  }

  @Override
  public StoredObject put(ObjectKind kind, String name, BlobSource source) throws StoreException {
    Path target = path(kind, name);
    try {
      if (kind != ObjectKind.AID
          && Files.isRegularFile(target)
          && Files.size(target) == source.size()
          && isRenewed(kind, target)
          && ReadBack.isSame(source, target)) {
        return stored(kind, name, target);
      }
      makeFolderOf(target);
      writer.write(source, target);
      written.add(target);
      return stored(kind, name, target);
    } catch (IOException e) {
      throw translate(e, WRITTEN);
    }
  }

  @Override
  public Optional<NewFile> newFile(ObjectKind kind) throws StoreException {
    // A mounted Drive would begin to send what has neither its end nor its name yet.
    if (mount.sendsLater()) {
      return Optional.empty();
    }
    try {
      Path target = path(kind, "new");
      makeFolderOf(target);
      Path made = Files.createTempFile(target.getParent(), TEMPORARY, "");
      return Optional.of(new NewFile(made, failure -> translate(failure, WRITTEN)));
    } catch (IOException e) {
      throw translate(e, WRITTEN);
    }
  }

  private void makeFolderOf(Path object) throws IOException, StoreException {
    insistOnTheSameFolder();
    Files.createDirectories(object.getParent());
    device.compareAndSet(NOWHERE, deviceOf(folder));
  }

  @Override
  public void putAll(List<NewObject> objects) throws StoreException {
    for (NewObject object : objects) {
      if (!object.anchored() || !isThere(object)) {
        put(object.kind(), object.name(), object.source());
      }
    }
  }

  private boolean isThere(NewObject object) {
    try {
      return Files.size(path(object.kind(), object.name())) == object.source().size();
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Makes an object that is there young again, by the store's own clock: if no ref names it, it may
   * be pruned at any moment, but not when it is younger than when the prune looked. A ref's time
   * orders heads, and stays.
   *
   * @return whether it can be relied upon
   */
  private static boolean isRenewed(ObjectKind kind, Path target) throws IOException {
    if (kind == ObjectKind.REF) {
      return true;
    }
    Path probe = Files.createTempFile(target.getParent(), TEMPORARY, "");
    try {
      FileTime now = Files.getLastModifiedTime(probe);
      Files.setLastModifiedTime(target, now);
      // Some file systems forget it without a word.
      return Files.getLastModifiedTime(target).compareTo(now) >= 0;
    } catch (IOException e) {
      // It is another user's: put again, it is ours.
      return false;
    } finally {
      Files.deleteIfExists(probe);
    }
  }

  // Where its disk was unmounted, another folder lies at the same path, or can be made there: what
  // is put into that one is missing from this store.
  private void insistOnTheSameFolder() throws StoreException {
    long known = device.get();
    if (known != NOWHERE && known != deviceOf(folder)) {
      throw FolderFailure.gone(folder, new NoSuchFileException(folder.toString()));
    }
  }

  /** On which device a folder lies. */
  private static long deviceOf(Path folder) {
    try {
      return ((Number) Files.getAttribute(folder, "unix:dev")).longValue();
    } catch (IOException e) {
      return NOWHERE;
    }
  }

  @Override
  public InputStream read(ObjectKind kind, String name, long offset, long length)
      throws StoreException {
    SeekableByteChannel channel = channel(kind, name, offset);
    return new BoundedStream(Channels.newInputStream(channel), length);
  }

  @Override
  public void read(ObjectKind kind, String name, long offset, ByteBuffer into)
      throws StoreException, IOException {
    try (SeekableByteChannel channel = channel(kind, name, offset)) {
      while (into.hasRemaining() && channel.read(into) >= 0) {}
    }
  }

  // On a mounted Drive each small file takes a good part of a second, most of it waiting.
  @Override
  public int readers() {
    return READERS;
  }

  private SeekableByteChannel channel(ObjectKind kind, String name, long offset)
      throws StoreException {
    Path path = path(kind, name);
    try {
      if (Files.exists(path) && !Files.isRegularFile(path)) {
        // A pipe would never end, and nobody waits for one.
        throw new StoreException.Corrupt(
            "`" + path + "` is no regular file",
            "Take it away; an object of a store is a file, see `envsnap verify --store`");
      }
      return Files.newByteChannel(path).position(offset);
    } catch (NoSuchFileException e) {
      throw missing(kind, name);
    } catch (IOException e) {
      throw translate(e, "read");
    }
  }

  private StoreException missing(ObjectKind kind, String name) {
    return new StoreException.Missing(
        "The "
            + kind.name().toLowerCase(Locale.ROOT)
            + " `"
            + name
            + "` is not in `"
            + folder
            + "`",
        "The store is incomplete; `envsnap verify --store` names everything that it lacks");
  }

  @Override
  public List<StoredObject> list(ObjectKind kind) throws StoreException {
    Path base = folder.resolve(Layout.folder(kind));
    if (!Files.isDirectory(base)) {
      return List.of();
    }
    List<StoredObject> objects = new ArrayList<>();
    try {
      collect(kind, base, "", objects);
    } catch (DirectoryIteratorException e) {
      throw translate(new IOException(e.getMessage(), e), "listed");
    } catch (IOException e) {
      throw translate(e, "listed");
    }
    objects.sort(Comparator.comparing(StoredObject::name));
    return objects;
  }

  // Not Files.walk: it asks for every file's attributes, and fails when one is renamed meanwhile.
  private static void collect(
      ObjectKind kind, Path folder, String prefix, List<StoredObject> objects) throws IOException {
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder)) {
      for (Path path : paths) {
        String file = path.getFileName().toString();
        if (file.startsWith(TEMPORARY)) {
          dropWhenStale(path);
        } else if (file.endsWith(Layout.extension(kind))) {
          String name = file.substring(0, file.length() - Layout.extension(kind).length());
          addUnlessGone(objects, kind, prefix + name, path);
        } else if (kind == ObjectKind.REF && prefix.isEmpty() && Files.isDirectory(path)) {
          collect(kind, path, file + "/", objects);
        }
      }
    }
  }

  private static void addUnlessGone(
      List<StoredObject> objects, ObjectKind kind, String name, Path path) throws IOException {
    try {
      if (Files.isRegularFile(path)) {
        objects.add(stored(kind, name, path));
      }
    } catch (NoSuchFileException e) {
      // Somebody deleted it since the folder was read.
      return;
    }
  }

  /** What a killed run left behind; a younger one may belong to a run that lives. */
  private static void dropWhenStale(Path temporary) throws IOException {
    try {
      FileTime made = Files.getLastModifiedTime(temporary);
      FileTime newest = FileTime.from(Files.getLastModifiedTime(temporary.getParent()).toInstant());
      if (made.toInstant().isBefore(newest.toInstant().minus(STALE))) {
        Files.deleteIfExists(temporary);
      }
    } catch (NoSuchFileException e) {
      // It was renamed to its own name in the meantime.
      return;
    }
  }

  @Override
  public void delete(StoredObject object) throws StoreException {
    Path path = path(object.kind(), object.name());
    try {
      if (!Files.getLastModifiedTime(path).toInstant().isAfter(object.stored())) {
        Files.deleteIfExists(path);
      }
    } catch (NoSuchFileException e) {
      // It is gone already.
      return;
    } catch (IOException e) {
      throw translate(e, "deleted from");
    }
  }

  @Override
  public void close() {}

  private Path path(ObjectKind kind, String name) {
    Path path =
        folder.resolve(Layout.folder(kind)).resolve(name + Layout.extension(kind)).normalize();
    if (!path.startsWith(folder)) {
      throw new IllegalArgumentException("not the name of an object: `" + name + "`");
    }
    return path;
  }

  private static StoredObject stored(ObjectKind kind, String name, Path path) throws IOException {
    Instant time = Files.getLastModifiedTime(path).toInstant();
    return new StoredObject(kind, name, Files.size(path), time);
  }

  private StoreException translate(IOException e, String verb) {
    return FolderFailure.of(e, folder, verb, device.get() != NOWHERE);
  }
}
