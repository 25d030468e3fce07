package io.envsnap.agent.restore;

import io.envsnap.agent.concurrent.Meanwhile;
import io.envsnap.agent.snapshot.Head;
import io.envsnap.agent.snapshot.NamedRefs;
import io.envsnap.agent.snapshot.OpenSnapshot;
import io.envsnap.agent.snapshot.SnapshotRepository;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.verb.VerbException;
import io.envsnap.spec.codec.FormatException;
import io.envsnap.spec.codec.LockfileYaml;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.lockfile.Lockfile;
import io.envsnap.spec.lockfile.SnapshotLink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds what a person means: a lockfile, a name or a snapshot; without a word the lockfile of the
 * folder, else the newest snapshot of the default name.
 */
public final class SourceFinder {
  private static final int LOCKFILE_LIMIT = 16 << 20;

  private final SnapshotRepository repository;
  private final String storeAddress;
  private final Path lockfile;
  private final String defaultName;
  private final NewestSave newest;

  /**
   * A finder over one store.
   *
   * @param lockfile the lockfile of the current folder; need not exist
   * @param defaultName the name that is meant when nothing is said
   */
  public SourceFinder(
      SnapshotRepository repository, String storeAddress, Path lockfile, String defaultName) {
    this.repository = repository;
    this.storeAddress = storeAddress;
    this.lockfile = lockfile;
    this.defaultName = defaultName;
    this.newest = new NewestSave(repository, storeAddress);
  }

  /**
   * What {@code word} means.
   *
   * @param word a file, a name or at least six digits of a snapshot's id; empty for the default
   */
  public RestoreSource find(Optional<String> word) throws VerbException {
    try {
      if (word.isEmpty()) {
        return Files.exists(lockfile) ? fromFile(lockfile) : fromName(defaultName);
      }
      Path file = Path.of(word.get());
      if (Files.isRegularFile(file)) {
        return fromFile(file);
      }
      if (repository.names().contains(word.get())) {
        return fromName(word.get());
      }
      Optional<Digest> id = repository.resolve(word.get());
      if (id.isPresent()) {
        return fromSnapshot(id.get());
      }
      throw new VerbException(
          VerbException.Kind.USAGE,
          "There is no lockfile, name or snapshot `" + word.get() + "` in `" + storeAddress + "`",
          "`envsnap list` shows what the store holds");
    } catch (StoreException e) {
      throw VerbException.of(e);
    }
  }

  /** The lockfile in that file, without its bytes. */
  public static Lockfile read(Path file) throws VerbException {
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw noLockfile(file, "is no file");
      }
      byte[] bytes;
      try (InputStream in = Files.newInputStream(file)) {
        bytes = in.readNBytes(LOCKFILE_LIMIT + 1);
      }
      if (bytes.length > LOCKFILE_LIMIT) {
        throw noLockfile(file, "is larger than 16 MiB");
      }
      return LockfileYaml.read(bytes, file.toString());
    } catch (FormatException e) {
      throw unreadable(e);
    } catch (NoSuchFileException e) {
      throw new VerbException(
          VerbException.Kind.LOCKFILE,
          "There is no lockfile at `" + file + "`",
          "To make one, run `envsnap record`",
          e);
    } catch (IOException e) {
      throw new VerbException(
          VerbException.Kind.LOCKFILE,
          "`" + file + "` cannot be read",
          "Look at its permissions with `ls -l`",
          e);
    }
  }

  private static VerbException noLockfile(Path file, String why) {
    return new VerbException(
        VerbException.Kind.LOCKFILE,
        "`" + file + "` " + why + " and cannot be a lockfile",
        "Name the `envsnap.lock.yaml` that `envsnap record` wrote");
  }

  private RestoreSource fromFile(Path file) throws VerbException {
    Lockfile read = read(file);
    Optional<SnapshotLink> link = read.snapshot();
    if (link.isEmpty()) {
      return bare(read, "the lockfile names no snapshot");
    }
    try {
      OpenSnapshot snapshot = repository.open(link.get().id());
      Optional<Head> head = refOf(link.get().id());
      return new RestoreSource(
          read,
          Optional.of(snapshot),
          "",
          head.map(found -> found.ref().name()).orElse(""),
          List.of(),
          head.map(Head::id));
    } catch (StoreException.Missing | StoreException.Unavailable e) {
      return bare(
          read, "its snapshot " + link.get().id().brief() + " is not in `" + storeAddress + "`");
    } catch (StoreException e) {
      throw VerbException.of(e);
    }
  }

  private Optional<Head> refOf(Digest snapshot) throws StoreException {
    for (String name : repository.names()) {
      for (Head head : repository.history(name)) {
        if (head.ref().snapshot().equals(snapshot)) {
          return Optional.of(head);
        }
      }
    }
    return Optional.empty();
  }

  private RestoreSource fromName(String name) throws VerbException, StoreException {
    NamedRefs refs = repository.refs(name);
    List<Head> heads = refs.heads();
    if (heads.isEmpty() && refs.half().isEmpty()) {
      throw new VerbException(
          VerbException.Kind.STORE,
          "There is no lockfile at `"
              + lockfile
              + "` and no snapshot `"
              + name
              + "` in `"
              + storeAddress
              + "`",
          "To make one, run `envsnap record`; to use another store, say `--store PATH`");
    }
    try {
      refs.requireNewest();
      // Its lockfile and its segments are read at once.
      Head head = heads.get(0);
      try (Meanwhile<Reading, StoreException> reading =
          Meanwhile.begin(StoreException.class, () -> reading(head))) {
        OpenSnapshot whole = repository.openWhole(head.ref().snapshot());
        return fromHead(head, reading.get(), whole, others(heads.subList(1, heads.size())));
      }
    } catch (StoreException.Missing | StoreException.Corrupt e) {
      throw newest.isNotWhole(name, e);
    }
  }

  private List<RestoreSource.OtherHead> others(List<Head> heads) {
    List<RestoreSource.OtherHead> others = new ArrayList<>();
    for (Head head : heads) {
      others.add(
          new RestoreSource.OtherHead(
              head.ref().snapshot(), head.ref().created(), contentBytes(head)));
    }
    return others;
  }

  /** A head that is not taken must not stand in the way of the one that is. */
  private Optional<Long> contentBytes(Head head) {
    try {
      return Optional.of(repository.document(head.ref().snapshot()).contentBytes());
    } catch (StoreException e) {
      return Optional.empty();
    }
  }

  /** What came of reading a lockfile: one of the two. */
  private record Reading(Optional<Lockfile> lockfile, Optional<FormatException> unreadable) {}

  private Reading reading(Head head) throws StoreException {
    String source = "lockfile of `" + head.ref().name() + "`";
    try {
      Lockfile read = LockfileYaml.read(repository.lockfile(head.ref().lockfile()), source);
      return new Reading(Optional.of(read), Optional.empty());
    } catch (FormatException e) {
      return new Reading(Optional.empty(), Optional.of(e));
    }
  }

  private static RestoreSource fromHead(
      Head head, Reading reading, OpenSnapshot snapshot, List<RestoreSource.OtherHead> others)
      throws VerbException {
    if (reading.unreadable().isPresent()) {
      throw unreadable(reading.unreadable().get());
    }
    return new RestoreSource(
        reading.lockfile().orElseThrow(),
        Optional.of(snapshot),
        "",
        head.ref().name(),
        others,
        Optional.of(head.id()));
  }

  private RestoreSource fromSnapshot(Digest id) throws VerbException, StoreException {
    for (String name : repository.names()) {
      for (Head head : repository.history(name)) {
        if (head.ref().snapshot().equals(id)) {
          return fromHead(head, reading(head), repository.open(id), List.of());
        }
      }
    }
    throw new VerbException(
        VerbException.Kind.STORE,
        "No lockfile in `" + storeAddress + "` belongs to snapshot `" + id.brief() + "`",
        "`envsnap list` shows the snapshots that can be restored");
  }

  private static RestoreSource bare(Lockfile read, String missing) {
    return new RestoreSource(read, Optional.empty(), missing, "", List.of(), Optional.empty());
  }

  private static VerbException unreadable(FormatException e) {
    String said = e.getMessage() == null ? "the lockfile cannot be read" : e.getMessage();
    return new VerbException(VerbException.Kind.LOCKFILE, said, e.hint(), e);
  }
}
