package io.envsnap.agent.record;

import io.envsnap.agent.disk.WholeFile;
import io.envsnap.agent.snapshot.SnapshotRepository;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.verb.VerbException;
import io.envsnap.spec.codec.FormatException;
import io.envsnap.spec.codec.LockfileYaml;
import io.envsnap.spec.digest.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where a lockfile is written. What is there already is replaced only when it is a lockfile, and
 * when the store has it too.
 *
 * @param file the lockfile
 * @param present what is there; empty when nothing is
 * @param id what a store that has it names it by, where that is known
 */
record LockfilePlace(Path file, Optional<byte[]> present, Optional<Digest> id) {
  private static final int LIMIT = 16 << 20;

  /**
   * Looks at what is there.
   *
   * @param known what a store names these bytes by, where they are known to be a lockfile and need
   *     not be understood
   * @throws VerbException when it is something else than a lockfile
   */
  static LockfilePlace at(Path file, Function<byte[], Optional<Digest>> known)
      throws VerbException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new VerbException(
          VerbException.Kind.USAGE,
          "The lockfile `" + file + "` cannot be written: its folder does not exist",
          "Nothing was recorded; make the folder, or name another place with `--lockfile`");
    }
    try {
      if (!Files.exists(file) || (Files.isRegularFile(file) && Files.size(file) == 0)) {
        return new LockfilePlace(file, Optional.empty(), Optional.empty());
      }
      if (Files.isRegularFile(file) && Files.size(file) <= LIMIT) {
        byte[] bytes = Files.readAllBytes(file);
        Optional<Digest> id = known.apply(bytes);
        if (id.isEmpty()) {
          LockfileYaml.read(bytes, file.toString());
        }
        return new LockfilePlace(file, Optional.of(bytes), id);
      }
      throw occupied(file, Optional.empty());
    } catch (FormatException | IOException e) {
      throw occupied(file, Optional.of(e));
    }
  }

  private static VerbException occupied(Path file, Optional<Exception> cause) {
    String sentence =
        Files.isDirectory(file)
            ? "`" + file + "` is a folder and no lockfile"
            : "`" + file + "` is there and is no lockfile that envsnap can read";
    String hint = "Nothing was recorded; move it away, or name another place with `--lockfile`";
    return cause
        .map(e -> new VerbException(VerbException.Kind.REFUSED, sentence, hint, e))
        .orElseGet(() -> new VerbException(VerbException.Kind.REFUSED, sentence, hint));
  }

  /**
   * Writes the lockfile, unless it is there already.
   *
   * @return the lockfile that was here, when the store had to be given it first
   */
  Optional<Digest> write(byte[] yaml, SnapshotRepository repository)
      throws VerbException, StoreException {
    if (present.filter(bytes -> Arrays.equals(bytes, yaml)).isPresent()) {
      return Optional.empty();
    }
    Optional<Digest> kept = Optional.empty();
    if (present.isPresent() && !isKept(repository)) {
      kept = Optional.of(repository.keep(present.get()));
    }
    try {
      writeUnseen(yaml);
    } catch (IOException e) {
      throw VerbException.of(
          "The snapshot is safe in the store, but the lockfile cannot be written",
          e,
          "Name another place with `--lockfile FILE`, or fetch it later with `envsnap show"
              + " --yaml`");
    }
    return kept;
  }

  /** The folder may be a part of the session: that we wrote into it must not look like a change. */
  private void writeUnseen(byte[] yaml) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Optional<FileTime> before =
        folder != null && Files.isDirectory(folder)
            ? Optional.of(Files.getLastModifiedTime(folder))
            : Optional.empty();
    WholeFile.write(file, WholeFile.READABLE, out -> out.write(yaml));
    if (folder != null && before.isPresent()) {
      try {
        Files.setLastModifiedTime(folder, before.get());
      } catch (IOException e) {
        // Somebody else's folder: the next record takes its new time for a change, once.
      }
    }
  }

  private boolean isKept(SnapshotRepository repository) throws StoreException {
    try {
      repository.lockfile(id.orElseGet(() -> SnapshotRepository.lockfileId(present.orElseThrow())));
      return true;
    } catch (StoreException.Missing e) {
      return false;
    }
  }
}
