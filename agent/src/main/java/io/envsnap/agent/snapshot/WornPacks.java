package io.envsnap.agent.snapshot;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.envsnap.agent.store.ObjectKind;
import io.envsnap.agent.store.ObjectStore;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.store.StoredObject;
import io.envsnap.spec.digest.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The packs of which a prune found that less than half is needed. It is advice to the next record,
 * which packs anew what lies in them; nobody relies on it, so whatever is not wholly understood
 * means none.
 *
 * @param ids of the packs
 */
public record WornPacks(Set<Digest> ids) {
  /** Nothing is to be packed again. */
  static final WornPacks NONE = new WornPacks(Set.of());

  /** The name of the store's aid. */
  static final String NAME = "repack.txt";

  private static final String HEADER = "envsnap repack 1";

  /** Enough for stores of a terabyte. */
  private static final int LIMIT = 1 << 20;

  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

  /** Takes its own copy. */
  public WornPacks {
    ids = Set.copyOf(ids);
  }

  /**
   * What the last prune said.
   *
   * @throws StoreException when the store cannot be listed; never for what the aid holds
   */
  static WornPacks read(ObjectStore store) throws StoreException {
    Optional<StoredObject> aid = find(store);
    if (aid.isEmpty() || aid.get().size() > LIMIT) {
      return NONE;
    }
    try (InputStream in = store.read(ObjectKind.AID, NAME, 0, LIMIT + 1L)) {
      return parse(in.readNBytes(LIMIT + 1));
    } catch (IOException | StoreException e) {
      // What cannot be read asks for nothing; where the store is gone, the next call says so.
      return NONE;
    }
  }

  private static WornPacks parse(byte[] bytes) {
    String text = new String(bytes, US_ASCII);
    if (bytes.length > LIMIT || !text.startsWith(HEADER + "\n") || !text.endsWith("\n")) {
      return NONE;
    }
    Set<Digest> ids = new TreeSet<>();
    String[] lines = text.split("\n", -1);
    for (String line : Arrays.asList(lines).subList(1, lines.length - 1)) {
      if (!ID.matcher(line).matches() || !ids.add(new Digest(line))) {
        return NONE;
      }
    }
    return new WornPacks(ids);
  }

  /** Says it to the next record; a store that never had any is left without the aid. */
  void write(ObjectStore store, Documents documents) throws StoreException {
    if (!ids.isEmpty() || find(store).isPresent()) {
      StringBuilder text = new StringBuilder(HEADER).append('\n');
      int most = (LIMIT - text.length()) / 65;
      new TreeSet<>(ids).stream().limit(most).forEach(id -> text.append(id.hex()).append('\n'));
      documents.put(ObjectKind.AID, NAME, text.toString().getBytes(US_ASCII));
    }
  }

  private static Optional<StoredObject> find(ObjectStore store) throws StoreException {
    return store.list(ObjectKind.AID).stream().filter(aid -> aid.name().equals(NAME)).findFirst();
  }

  boolean has(Digest pack) {
    return ids.contains(pack);
  }

  /** Tells one advice from another; empty for none. */
  public String text() {
    return ids.isEmpty() ? "" : new TreeSet<>(ids).toString();
  }
}
