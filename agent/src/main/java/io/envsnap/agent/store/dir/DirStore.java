package io.envsnap.agent.store.dir;

import io.envsnap.agent.store.BlobSource;
import io.envsnap.agent.store.BoundedStream;
import io.envsnap.agent.store.Layout;
import io.envsnap.agent.store.NewObject;
import io.envsnap.agent.store.ObjectKind;
import io.envsnap.agent.store.ObjectStore;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.store.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A store in a folder. Objects are written to a temporary name in their folder and renamed, so that
 * nobody ever sees half of one. It needs neither modes nor links, and so works on a mounted Drive.
 */
public final class DirStore implements ObjectStore {
  private static final String TEMPORARY = ".envsnap-tmp-";
  private static final Duration STALE = Duration.ofDays(1);
  private static final long NOWHERE = -1;

  private final Path folder;
  private final AtomicLong device;

  private DirStore(Path folder, long device) {
    this.folder = folder;
    this.device = new AtomicLong(device);
  }

  /**
   * Opens the store in a folder, which need not exist: the first object makes it.
   *
   * @throws StoreException when something else than a folder is there
   */
  public static DirStore open(Path folder) throws StoreException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new StoreException.Unavailable(
          "`" + folder + "` is not a folder",
          "Name the folder of the store with `--store PATH`",
          new NotDirectoryException(folder.toString()));
    }
    Path whole = folder.toAbsolutePath().normalize();
    return new DirStore(whole, deviceOf(whole));
  }

  @Override
  public String address() {
    return "dir:" + folder;
  }

  @Override
  public String diesWithMachine() {
    return FolderLife.reason(folder);
  }

  @Override
  public StoredObject put(ObjectKind kind, String name, BlobSource source) throws StoreException {
    Path target = path(kind, name);
    try {
      if (kind != ObjectKind.AID
          && Files.isRegularFile(target)
          && Files.size(target) == source.size()
          && isRenewed(kind, target)) {
        return stored(kind, name, target);
      }
      insistOnTheSameFolder();
      Files.createDirectories(target.getParent());
      device.compareAndSet(NOWHERE, deviceOf(folder));
      Path temporary = Files.createTempFile(target.getParent(), TEMPORARY, "");
      try {
        copy(source, temporary);
        if (Files.size(temporary) != source.size()) {
          throw new IOException("the object has another size than was said");
        }
        Files.move(
            temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(target.resolveSibling("."));
      } finally {
        Files.deleteIfExists(temporary);
      }
      return stored(kind, name, target);
    } catch (IOException e) {
      throw translate(e, "written");
    }
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
      Files.setLastModifiedTime(target, Files.getLastModifiedTime(probe));
      return true;
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
      throw gone(new NoSuchFileException(folder.toString()));
    }
  }

  private StoreException gone(IOException e) {
    return new StoreException.Unavailable(
        "The store `" + folder + "` went away while it was in use",
        "Look whether its disk or Drive is mounted, and run envsnap again",
        e);
  }

  /** On which device a folder lies. */
  private static long deviceOf(Path folder) {
    try {
      return ((Number) Files.getAttribute(folder, "unix:dev")).longValue();
    } catch (IOException e) {
      return NOWHERE;
    }
  }

  /** A name must survive a power cut as the bytes do; a mounted Drive need not be able to. */
  private static void sync(Path folder) throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(folder, StandardOpenOption.READ);
    } catch (IOException e) {
      return;
    }
    try (channel) {
      channel.force(true);
    } catch (IOException e) {
      if (isFull(e)) {
        throw e;
      }
    }
  }

  private static boolean isFull(IOException e) {
    String said = String.valueOf(e.getMessage());
    return said.contains("No space left") || said.contains("quota exceeded");
  }

  private static void copy(BlobSource source, Path temporary) throws IOException {
    try (InputStream in = source.open();
        FileChannel out =
            FileChannel.open(
                temporary, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
      in.transferTo(Channels.newOutputStream(out));
      out.force(true);
    }
  }

  @Override
  public InputStream read(ObjectKind kind, String name, long offset, long length)
      throws StoreException {
    Path path = path(kind, name);
    try {
      if (Files.exists(path) && !Files.isRegularFile(path)) {
        // A pipe would never end, and nobody waits for one.
        throw new StoreException.Corrupt(
            "`" + path + "` is no regular file",
            "Take it away; an object of a store is a file, see `envsnap verify --store`");
      }
      SeekableByteChannel channel = Files.newByteChannel(path);
      channel.position(offset);
      return new BoundedStream(Channels.newInputStream(channel), length);
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
    String said = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    String reason =
        e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : said;
    if (e instanceof AccessDeniedException
        || reason.contains("Read-only file system")
        || reason.contains("Operation not permitted")
        || reason.contains("Permission denied")) {
      return new StoreException.Denied(
          "The store `" + folder + "` cannot be " + verb + ": permission denied",
          "Use a folder that you may write to, with `--store PATH`",
          e);
    }
    if (e instanceof NoSuchFileException && device.get() == NOWHERE) {
      return new StoreException.Unavailable(
          "The store `" + folder + "` cannot be " + verb + ": its folder cannot be made there",
          "Name another folder with `--store PATH`",
          e);
    }
    if (e instanceof FileAlreadyExistsException) {
      return new StoreException.Unavailable(
          "The store `" + folder + "` cannot be " + verb + ": `" + said + "` is not a folder",
          "Name another folder with `--store PATH`",
          e);
    }
    if (e instanceof NoSuchFileException) {
      return gone(e);
    }
    if (isFull(e)) {
      return new StoreException.Full(
          "The store `" + folder + "` has no room left",
          "Free some space there, or use another store with `--store PATH`",
          e);
    }
    return new StoreException.Unavailable(
        "The store `" + folder + "` cannot be " + verb + ": " + reason,
        "Look whether its disk or Drive is mounted",
        e);
  }
}
