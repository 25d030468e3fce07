package io.envsnap.agent.tree;

import io.envsnap.agent.disk.QuickGzip;
import io.envsnap.spec.snapshot.SurrogateEscape;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreePath;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/**
 * An {@link Inventory} as bytes: gzip'd text in NUL-ended records, sorted by path. The first says
 * the format, the last how many paths there are:
 *
 * <pre>
 * envsnap-inventory 1
 * - /proc                                  a folder that was not walked
 * f 1700000000.123456789 512 /etc/motd     kind, change time, size, path
 * . 1
 * </pre>
 *
 * About 2 MiB for 150,000 paths.
 */
public final class InventoryFile {
  private static final String HEAD = "envsnap-inventory 1";
  private static final int RECORD_LIMIT = 1 << 20;
  private static final int PATH_LIMIT = 20_000_000;

  private InventoryFile() {}

  /** Writes it; the stream stays open. */
  public static void write(Inventory inventory, OutputStream target) throws IOException {
    GZIPOutputStream gzip = new QuickGzip(target);
    OutputStream out = new BufferedOutputStream(gzip, 1 << 16);
    SurrogateEscape.writeEnded(out, HEAD);
    for (TreePath folder : inventory.unwatched()) {
      SurrogateEscape.writeEnded(out, "- " + folder);
    }
    List<String> paths = new ArrayList<>(inventory.marks().keySet());
    paths.sort(null);
    for (String path : paths) {
      Inventory.Mark mark = Objects.requireNonNull(inventory.marks().get(path));
      Timestamp ctime = mark.ctime();
      SurrogateEscape.writeEnded(
          out,
          mark.kind()
              + " "
              + ctime.seconds()
              + "."
              + ctime.nanos()
              + " "
              + mark.size()
              + " "
              + path);
    }
    SurrogateEscape.writeEnded(out, ". " + inventory.size());
    out.flush();
    gzip.finish();
  }

  /**
   * Reads it to its end.
   *
   * @throws IOException with one sentence when it is of another format, cut off or damaged
   */
  public static Inventory read(InputStream source) throws IOException {
    try {
      return new Reading(new GZIPInputStream(source, 1 << 16)).all();
    } catch (EOFException | ZipException | IllegalArgumentException e) {
      throw new IOException("the inventory of this machine's paths is damaged", e);
    }
  }

  private static final class Reading {
    private final InputStream in;
    private final byte[] chunk = new byte[1 << 16];
    private int at;
    private int end;
    private byte[] record = new byte[1 << 10];

    Reading(InputStream in) {
      this.in = in;
    }

    Inventory all() throws IOException {
      String head = next();
      if (!head.equals(HEAD)) {
        throw new IOException(
            "the inventory of this machine's paths is of another format than `" + HEAD + "`");
      }
      Map<String, Inventory.Mark> marks = new HashMap<>(1 << 18);
      List<TreePath> unwatched = new ArrayList<>();
      String text = next();
      while (!text.startsWith(". ")) {
        if (text.startsWith("- ")) {
          unwatched.add(TreePath.of(text.substring(2)));
        } else {
          add(text, marks);
        }
        text = next();
      }
      // Only the stream's end tells whether its checksum is right.
      if (Integer.parseInt(text.substring(2)) != marks.size() || at != end || in.read() >= 0) {
        throw new EOFException();
      }
      return new Inventory(marks, unwatched);
    }

    private static void add(String text, Map<String, Inventory.Mark> marks) throws IOException {
      int dot = text.indexOf('.');
      int size = text.indexOf(' ', dot);
      int path = text.indexOf(' ', size + 1);
      if (dot < 2 || size < 0 || path < 0 || marks.size() == PATH_LIMIT) {
        throw new EOFException();
      }
      Timestamp ctime =
          new Timestamp(
              Long.parseLong(text, 2, dot, 10), Integer.parseInt(text, dot + 1, size, 10));
      long length = Long.parseLong(text, size + 1, path, 10);
      marks.put(text.substring(path + 1), new Inventory.Mark(text.charAt(0), ctime, length));
    }

    private String next() throws IOException {
      int length = 0;
      while (true) {
        if (at == end) {
          end = in.read(chunk);
          at = 0;
          if (end < 0) {
            throw new EOFException();
          }
        }
        byte value = chunk[at++];
        if (value == 0) {
          return SurrogateEscape.decode(record, 0, length);
        }
        if (length == RECORD_LIMIT) {
          throw new EOFException();
        }
        if (length == record.length) {
          record = Arrays.copyOf(record, length * 2);
        }
        record[length++] = value;
      }
    }
  }
}
