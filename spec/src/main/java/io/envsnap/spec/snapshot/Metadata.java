package io.envsnap.spec.snapshot;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a file system keeps about a path besides its bytes.
 *
 * @param mode the twelve permission bits, setuid, setgid and sticky included
 * @param owner user and group
 * @param mtime time of last modification
 * @param xattrs extended attributes worth keeping (file capabilities), name to value in lower-case
 *     hexadecimal
 */
public record Metadata(int mode, Owner owner, Timestamp mtime, SortedMap<String, String> xattrs) {
  /** Takes its own copy; keeps only permission bits. */
  public Metadata {
    mode &= 07777;
    // Nearly no file has any.
    xattrs =
        xattrs.isEmpty()
            ? Collections.emptySortedMap()
            : Collections.unmodifiableSortedMap(new TreeMap<>(xattrs));
  }
}
