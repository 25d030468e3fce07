package io.envsnap.agent.tree;

import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
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

  /** Gives an open file these attributes. */
  static void add(int fd, TreePath path, SortedMap<String, String> wanted) throws IOException {
    for (Map.Entry<String, String> entry : wanted.entrySet()) {
      byte[] value = HexFormat.of().parseHex(entry.getValue());
      int result = SystemCalls.setAttribute(fd, SystemCalls.name(entry.getKey()), value);
      OpenNode.check(result, "given its capabilities", path);
    }
  }

  /** Takes all kept attributes from an open file. */
  static void remove(int fd, TreePath path) throws IOException {
    for (String name : KEPT) {
      int result = SystemCalls.removeAttribute(fd, SystemCalls.name(name));
      if (result < 0 && result != -Errno.ENODATA && result != -Errno.EOPNOTSUPP) {
        throw Errno.failure(-result, "rid of its capabilities", path);
      }
    }
  }

  /** Only what this room sets: an attribute of another name in a snapshot is never brought back. */
  static SortedMap<String, String> kept(SortedMap<String, String> recorded) {
    if (recorded.isEmpty()) {
      return Collections.emptySortedMap();
    }
    SortedMap<String, String> kept = new TreeMap<>(recorded);
    kept.keySet().retainAll(KEPT);
    return Collections.unmodifiableSortedMap(kept);
  }
}
