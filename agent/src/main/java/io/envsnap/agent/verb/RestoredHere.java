package io.envsnap.agent.verb;

import io.envsnap.agent.disk.QuickGzip;
import io.envsnap.agent.disk.WholeFile;
import io.envsnap.spec.lockfile.EcosystemId;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.SurrogateEscape;
import io.envsnap.spec.snapshot.TreePath;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * What restores did on this machine, so that a later record tells their doing from the session's
 * and forgets nothing that could not be brought back.
 *
 * @param paths that were placed or taken away, each with the entry that it belongs to
 * @param pending entries that could not be restored
 */
public record RestoredHere(Map<TreePath, EntryKey> paths, SortedSet<EntryKey> pending) {
  /** Nothing was restored. */
  public static final RestoredHere NOTHING = new RestoredHere(Map.of(), new TreeSet<>());

  private static final String HEAD = "envsnap-restored 1";
  private static final int LIMIT = 1 << 30;
  private static final int FIELDS = 5;

  /** Takes its own copies. */
  public RestoredHere {
    paths = Collections.unmodifiableMap(new LinkedHashMap<>(paths));
    pending = Collections.unmodifiableSortedSet(new TreeSet<>(pending));
  }

  /** The same after another restore; of entries still pending only those of the last one count. */
  public RestoredHere and(Map<TreePath, EntryKey> more, Set<EntryKey> nowPending) {
    Map<TreePath, EntryKey> both = new LinkedHashMap<>(paths);
    both.putAll(more);
    return new RestoredHere(both, new TreeSet<>(nowPending));
  }

  /** Whether another restore of these would add nothing. */
  public boolean says(Map<TreePath, EntryKey> more, Set<EntryKey> nowPending) {
    return pending.equals(nowPending)
        && more.entrySet().stream().allMatch(one -> one.getValue().equals(paths.get(one.getKey())));
  }

  /**
   * Writes it whole, for this user only: gzip'd text in NUL-ended records. Each thing takes five:
   * ecosystem, kind, scope and name of the entry, and the path, empty for a pending entry.
   */
  public void write(Path file) throws IOException {
    WholeFile.write(
        file,
        WholeFile.PRIVATE,
        out -> {
          GZIPOutputStream packed = new QuickGzip(out);
          OutputStream gzip = new BufferedOutputStream(packed, 1 << 16);
          SurrogateEscape.writeEnded(gzip, HEAD);
          Map<EntryKey, byte[]> words = new HashMap<>();
          for (Map.Entry<TreePath, EntryKey> one : paths.entrySet()) {
            gzip.write(words.computeIfAbsent(one.getValue(), RestoredHere::words));
            SurrogateEscape.writeEnded(gzip, one.getKey().value());
          }
          for (EntryKey key : pending) {
            gzip.write(words(key));
            SurrogateEscape.writeEnded(gzip, "");
          }
          gzip.flush();
          packed.finish();
        });
  }

  private static byte[] words(EntryKey key) {
    String all = String.join("\0", key.ecosystem().value(), key.kind(), key.scope(), key.name());
    return SurrogateEscape.encode(all + "\0");
  }

  /**
   * Reads it; {@link #NOTHING} where there is none.
   *
   * @throws IOException when it is there and cannot be read
   */
  public static RestoredHere read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return NOTHING;
    }
    try (GZIPInputStream in =
        new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
      String[] records = SurrogateEscape.decode(in.readNBytes(LIMIT)).split("\0", -1);
      if (!records[0].equals(HEAD) || records.length % FIELDS != 2) {
        throw new IOException("`" + file + "` is of another format than `" + HEAD + "`");
      }
      Map<TreePath, EntryKey> paths = new LinkedHashMap<>();
      Map<EntryKey, EntryKey> keys = new HashMap<>();
      SortedSet<EntryKey> pending = new TreeSet<>();
      for (int at = 1; at + FIELDS <= records.length; at += FIELDS) {
        EntryKey key =
            new EntryKey(
                new EcosystemId(records[at]), records[at + 1], records[at + 2], records[at + 3]);
        if (records[at + 4].isEmpty()) {
          pending.add(key);
        } else {
          // Many paths have the same, and are compared by it.
          paths.put(TreePath.of(records[at + 4]), keys.computeIfAbsent(key, same -> same));
        }
      }
      return new RestoredHere(paths, pending);
    } catch (IllegalArgumentException e) {
      throw new IOException("`" + file + "` cannot be read", e);
    }
  }
}
