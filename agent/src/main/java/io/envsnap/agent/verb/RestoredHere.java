package io.envsnap.agent.verb;

import io.envsnap.agent.disk.QuickGzip;
import io.envsnap.agent.disk.WholeFile;
import io.envsnap.spec.lockfile.EcosystemId;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.SurrogateEscape;
import io.envsnap.spec.snapshot.TreePath;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
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
    boolean same = pending.equals(nowPending);
    for (Map.Entry<TreePath, EntryKey> one : more.entrySet()) {
      same = same && one.getValue().equals(paths.get(one.getKey()));
    }
    return same;
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
   * Whether a file says that these were restored, perhaps among others, and that just those are
   * pending. Told much sooner than the file is read where it has them in the same order, as when
   * everything is there already.
   *
   * @return false also where only reading it would tell
   */
  public static boolean says(Path file, List<ClaimedNode> these, Set<EntryKey> nowPending)
      throws IOException {
    try {
      return Files.exists(file) && new Reading(unpacked(file), file).says(these, nowPending);
    } catch (IllegalArgumentException e) {
      return false;
    }
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
    try {
      return new Reading(unpacked(file), file).all();
    } catch (IllegalArgumentException e) {
      throw new IOException("`" + file + "` cannot be read", e);
    }
  }

  private static byte[] unpacked(Path file) throws IOException {
    try (GZIPInputStream in =
        new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
      return in.readNBytes(LIMIT);
    }
  }

  /** Reads the bytes of such a file, which has a record for each of many thousand paths. */
  private static final class Reading {
    private final byte[] bytes;
    private final Path file;

    /** Many paths have the same, and are compared by it. */
    private final Map<String, EntryKey> keys = new HashMap<>();

    private int at;

    Reading(byte[] bytes, Path file) {
      this.bytes = bytes;
      this.file = file;
    }

    RestoredHere all() throws IOException {
      head();
      Map<TreePath, EntryKey> paths = new LinkedHashMap<>();
      SortedSet<EntryKey> pending = new TreeSet<>();
      while (at < bytes.length) {
        EntryKey key = key();
        int end = end(at);
        if (end == at) {
          pending.add(key);
        } else {
          paths.put(TreePath.of(SurrogateEscape.decode(bytes, at, end)), key);
        }
        at = end + 1;
      }
      return new RestoredHere(paths, pending);
    }

    boolean says(List<ClaimedNode> these, Set<EntryKey> nowPending) throws IOException {
      head();
      Set<EntryKey> pending = new HashSet<>();
      IdentityHashMap<EntryKey, byte[]> words = new IdentityHashMap<>();
      for (ClaimedNode one : these) {
        byte[] entry = words.computeIfAbsent(one.entry(), RestoredHere::words);
        byte[] path = SurrogateEscape.encode(one.node().path().value());
        while (!take(entry, path)) {
          if (at == bytes.length) {
            return false;
          }
          skip(pending);
        }
      }
      while (at < bytes.length) {
        skip(pending);
      }
      return pending.equals(nowPending);
    }

    /** Moves on where the next record is this one. */
    private boolean take(byte[] entry, byte[] path) {
      int middle = at + entry.length;
      int end = middle + path.length;
      boolean same =
          end < bytes.length
              && bytes[end] == 0
              && Arrays.equals(bytes, at, middle, entry, 0, entry.length)
              && Arrays.equals(bytes, middle, end, path, 0, path.length);
      if (same) {
        at = end + 1;
      }
      return same;
    }

    /** Moves on, whatever the next record is. */
    private void skip(Set<EntryKey> pending) throws IOException {
      EntryKey key = key();
      int end = end(at);
      if (end == at) {
        pending.add(key);
      }
      at = end + 1;
    }

    private void head() throws IOException {
      int end = end(0);
      if (!SurrogateEscape.decode(bytes, 0, end).equals(HEAD)) {
        throw foreign();
      }
      at = end + 1;
    }

    private EntryKey key() throws IOException {
      int end = at;
      for (int field = 1; field < FIELDS; field++) {
        end = end(end) + 1;
      }
      String words = SurrogateEscape.decode(bytes, at, end);
      at = end;
      return keys.computeIfAbsent(words, Reading::key);
    }

    private static EntryKey key(String words) {
      String[] each = words.split("\0", -1);
      return new EntryKey(new EcosystemId(each[0]), each[1], each[2], each[3]);
    }

    /** Where the field that begins there ends. */
    private int end(int from) throws IOException {
      int end = from;
      while (end < bytes.length && bytes[end] != 0) {
        end++;
      }
      if (end == bytes.length) {
        throw foreign();
      }
      return end;
    }

    private IOException foreign() {
      return new IOException("`" + file + "` is of another format than `" + HEAD + "`");
    }
  }
}
