package io.envsnap.agent.verb;

import io.envsnap.agent.disk.WholeFile;
import io.envsnap.spec.codec.FormatException;
import io.envsnap.spec.codec.JsonText;
import io.envsnap.spec.codec.JsonValue;
import io.envsnap.spec.digest.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which ref this machine's state descends from, by store and name: what was recorded or restored
 * here last. A record that follows continues it.
 *
 * @param refs digest of the ref document, by {@code <store address> <name>}
 */
public record Lineage(SortedMap<String, Digest> refs) {
  private static final int LIMIT = 1 << 20;

  /**
   * Reads it; a machine without one descends from nothing.
   *
   * @throws IOException when it is there and cannot be read
   */
  public static Lineage read(Path file) throws IOException {
    SortedMap<String, Digest> refs = new TreeMap<>();
    if (Files.exists(file)) {
      try {
        JsonValue.Fields fields = JsonText.parse(Files.readAllBytes(file), LIMIT).asFields();
        for (Map.Entry<String, JsonValue> field : fields.values().entrySet()) {
          refs.put(field.getKey(), Digest.parse(field.getValue().asText()));
        }
      } catch (FormatException | IllegalArgumentException e) {
        throw new IOException("`" + file + "` cannot be read", e);
      }
    }
    return new Lineage(refs);
  }

  /**
   * Whether this machine descends from that ref, or was about to when a run was cut off between
   * writing the ref and noting it.
   */
  public boolean descends(String store, String name, Digest ref) {
    return ref.equals(refs.get(key(store, name))) || ref.equals(refs.get(next(store, name)));
  }

  /** The ref that this machine descends from; empty when it descends from none. */
  public Optional<Digest> of(String store, String name) {
    return Optional.ofNullable(refs.get(key(store, name)));
  }

  /** Notes that this machine now is what that ref says. */
  public void write(Path file, String store, String name, Digest ref) throws IOException {
    SortedMap<String, Digest> more = new TreeMap<>(refs);
    more.put(key(store, name), ref);
    more.remove(next(store, name));
    write(file, more);
  }

  /** Notes, before that ref is written, that this machine will be what it says. */
  public void intend(Path file, String store, String name, Digest ref) throws IOException {
    SortedMap<String, Digest> more = new TreeMap<>(refs);
    more.put(next(store, name), ref);
    write(file, more);
  }

  private static void write(Path file, SortedMap<String, Digest> refs) throws IOException {
    SortedMap<String, JsonValue> fields = new TreeMap<>();
    refs.forEach((key, digest) -> fields.put(key, JsonValue.of(digest.toString())));
    Files.createDirectories(file.toAbsolutePath().getParent());
    WholeFile.write(file, JsonText.write(JsonValue.of(fields)));
  }

  private static String key(String store, String name) {
    return store + " " + name;
  }

  private static String next(String store, String name) {
    return key(store, name) + " next";
  }
}
