package io.envsnap.agent.store.gdrive;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.envsnap.agent.store.Layout;
import io.envsnap.agent.store.ObjectKind;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The archive of a save: a ustar file, as POSIX.1-1988 describes it, of regular files under the
 * paths that the objects have in a folder.
 */
final class SaveTar {
  private static final int BLOCK = 512;
  private static final int SIZE_AT = 124;
  private static final int SUM_AT = 148;
  private static final List<ObjectKind> KINDS =
      List.of(ObjectKind.LOCKFILE, ObjectKind.SNAPSHOT, ObjectKind.SEGMENT);

  private SaveTar() {}

  /** Whether objects of a kind may lie in a save. */
  static boolean holds(ObjectKind kind) {
    return KINDS.contains(kind);
  }

  static byte[] write(Map<ObjectKey, byte[]> members) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    members.forEach(
        (key, bytes) -> {
          out.writeBytes(header(path(key), bytes.length));
          out.writeBytes(bytes);
          out.writeBytes(new byte[padding(bytes.length)]);
        });
    out.writeBytes(new byte[2 * BLOCK]);
    return out.toByteArray();
  }

  private static int padding(int length) {
    return Math.floorMod(-length, BLOCK);
  }

  private static String path(ObjectKey key) {
    return Layout.folder(key.kind()) + "/" + key.name() + Layout.extension(key.kind());
  }

  private static byte[] header(String path, int size) {
    byte[] header = new byte[BLOCK];
    put(header, 0, path);
    put(header, 100, "0000644");
    put(header, 108, "0000000");
    put(header, 116, "0000000");
    put(header, SIZE_AT, String.format(Locale.ROOT, "%011o", size));
    put(header, 136, "00000000000");
    put(header, 156, "0");
    put(header, 257, "ustar");
    put(header, 263, "00");
    put(header, SUM_AT, String.format(Locale.ROOT, "%06o", sum(header)));
    header[155] = ' ';
    return header;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  /** The sum of all bytes, those of the sum itself taken for blanks. */
  private static int sum(byte[] header) {
    int sum = 0;
    for (int at = 0; at < BLOCK; at++) {
      sum += at >= SUM_AT && at < SUM_AT + 8 ? ' ' : header[at] & 0xff;
    }
    return sum;
  }

  /** The objects of an archive, as far as it is one; whoever reads one of them checks it. */
  static Map<ObjectKey, byte[]> read(byte[] tar) {
    Map<ObjectKey, byte[]> members = new LinkedHashMap<>();
    int at = 0;
    while (at + BLOCK <= tar.length && tar[at] != 0) {
      long size = octal(tar, at + SIZE_AT);
      int from = at + BLOCK;
      if (size < 0 || size > tar.length - from) {
        break;
      }
      byte[] bytes = Arrays.copyOfRange(tar, from, from + (int) size);
      key(text(tar, at, 100)).ifPresent(key -> members.put(key, bytes));
      at = from + (int) size + padding((int) size);
    }
    return members;
  }

  private static String text(byte[] tar, int at, int most) {
    int end = at;
    while (end < at + most && tar[end] != 0) {
      end++;
    }
    return new String(tar, at, end - at, US_ASCII);
  }

  private static long octal(byte[] tar, int at) {
    String digits = text(tar, at, 12).strip();
    return digits.matches("[0-7]{1,11}") ? Long.parseLong(digits, 8) : -1;
  }

  private static Optional<ObjectKey> key(String path) {
    for (ObjectKind kind : KINDS) {
      String before = Layout.folder(kind) + "/";
      String after = Layout.extension(kind);
      if (path.startsWith(before) && path.endsWith(after)) {
        String name = path.substring(before.length(), path.length() - after.length());
        return name.matches("[0-9a-f]{64}")
            ? Optional.of(new ObjectKey(kind, name))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }
}
