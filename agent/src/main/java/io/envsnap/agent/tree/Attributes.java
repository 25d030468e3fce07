package io.envsnap.agent.tree;

import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Extended attributes worth keeping: file capabilities. Access control lists name users by number
 * only and would be wrong on another machine.
 */
final class Attributes {
  /** What is recorded and brought back; nothing else is ever set. */
  static final List<String> KEPT = List.of("security.capability");

  private static final int LIMIT = 4096;

  private Attributes() {}

  /** The kept attributes of an open file, in hexadecimal. */
  static SortedMap<String, String> read(int fd, TreePath path) throws IOException {
    SortedMap<String, String> found = new TreeMap<>();
    for (String name : KEPT) {
      byte[] value = new byte[LIMIT];
      int length = SystemCalls.attribute(fd, SystemCalls.name(name), value);
      if (length >= 0) {
        found.put(name, HexFormat.of().formatHex(Arrays.copyOf(value, length)));
      } else if (length != -Errno.ENODATA && length != -Errno.EOPNOTSUPP) {
        throw Errno.failure(-length, "read", path);
      }
    }
    return found;
  }

  /** Gives an open file exactly these kept attributes. */
  static void write(int fd, TreePath path, SortedMap<String, String> wanted) throws IOException {
    for (String name : KEPT) {
      byte[] key = SystemCalls.name(name);
      String hex = wanted.get(name);
      int result =
          hex == null
              ? SystemCalls.removeAttribute(fd, key)
              : SystemCalls.setAttribute(fd, key, HexFormat.of().parseHex(hex));
      boolean nothingToRemove =
          hex == null && (result == -Errno.ENODATA || result == -Errno.EOPNOTSUPP);
      if (result < 0 && !nothingToRemove) {
        throw Errno.failure(-result, "given its capabilities", path);
      }
    }
  }

  /** Only what this room sets: an attribute of another name in a snapshot is never brought back. */
  static SortedMap<String, String> kept(SortedMap<String, String> recorded) {
    SortedMap<String, String> kept = new TreeMap<>(recorded);
    kept.keySet().retainAll(KEPT);
    return Collections.unmodifiableSortedMap(kept);
  }
}
