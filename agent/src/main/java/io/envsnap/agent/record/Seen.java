package io.envsnap.agent.record;

import io.envsnap.agent.disk.WholeFile;
import io.envsnap.agent.snapshot.PreparedRef;
import io.envsnap.agent.snapshot.WrittenSnapshot;
import io.envsnap.spec.codec.FormatException;
import io.envsnap.spec.codec.JsonText;
import io.envsnap.spec.codec.JsonValue;
import io.envsnap.spec.digest.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the last record saw of this machine, and what it made of it.
 *
 * @param machine as {@link MachineDigest} says
 * @param ref the head that it wrote, or found to say the same
 * @param snapshot what that names
 * @param lockfile the same
 * @param yaml of the lockfile's text
 * @param paths how many paths the snapshot holds
 * @param contentBytes bytes of all its regular files
 */
record Seen(
    Digest machine,
    Digest ref,
    Digest snapshot,
    Digest lockfile,
    Digest yaml,
    int paths,
    long contentBytes) {
  private static final int LIMIT = 1 << 16;

  /**
   * What a record saw and made.
   *
   * @param yaml of its lockfile
   */
  static Seen of(Digest machine, PreparedRef ref, byte[] yaml, WrittenSnapshot written) {
    return new Seen(
        machine,
        ref.id(),
        written.id(),
        ref.ref().lockfile(),
        Digest.of(yaml),
        written.nodes().size(),
        written.snapshot().contentBytes());
  }

  /** What the store names that text by, where it is the lockfile which it made. */
  Optional<Digest> wrote(byte[] text) {
    return yaml.equals(Digest.of(text)) ? Optional.of(lockfile) : Optional.empty();
  }

  /** Reads it; empty where there is none, or none that can be read: then a record looks anew. */
  static Optional<Seen> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      Map<String, JsonValue> fields =
          JsonText.parse(Files.readAllBytes(file), LIMIT).asFields().values();
      return Optional.of(
          new Seen(
              digest(fields, "machine"),
              digest(fields, "ref"),
              digest(fields, "snapshot"),
              digest(fields, "lockfile"),
              digest(fields, "yaml"),
              Math.toIntExact(Long.parseLong(text(fields, "paths"))),
              Long.parseLong(text(fields, "contentBytes"))));
    } catch (FormatException | IllegalArgumentException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static String text(Map<String, JsonValue> fields, String name) throws FormatException {
    JsonValue value = fields.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value.asText();
  }

  private static Digest digest(Map<String, JsonValue> fields, String name) throws FormatException {
    return Digest.parse(text(fields, name));
  }

  /** Writes it whole; what cannot be written is looked at again next time. */
  void write(Path file) {
    TreeMap<String, JsonValue> fields = new TreeMap<>();
    fields.put("machine", JsonValue.of(machine.toString()));
    fields.put("ref", JsonValue.of(ref.toString()));
    fields.put("snapshot", JsonValue.of(snapshot.toString()));
    fields.put("lockfile", JsonValue.of(lockfile.toString()));
    fields.put("yaml", JsonValue.of(yaml.toString()));
    fields.put("paths", JsonValue.of(Integer.toString(paths)));
    fields.put("contentBytes", JsonValue.of(Long.toString(contentBytes)));
    try {
      WholeFile.write(file, JsonText.write(JsonValue.of(fields)));
    } catch (IOException e) {
      // It only spares work.
      return;
    }
  }
}
