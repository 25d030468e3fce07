package io.envsnap.agent.snapshot;

import io.envsnap.agent.store.StoredObject;
import java.util.List;

/**
 * What was removed, or would be.
 *
 * @param refs superseded ones
 * @param objects what nothing named any more
 * @param bytes of these objects
 * @param copies second files of one object
 * @param young objects that nothing names, too young to be removed
 * @param worn packs that stay, of which less than half is needed: the next record packs anew what
 *     is
 * @param wornBytes how many bytes of them nothing needs; they go with these packs, once no ref
 *     leads to them
 */
public record PruneReport(
    List<Head> refs,
    List<StoredObject> objects,
    long bytes,
    int copies,
    int young,
    int worn,
    long wornBytes) {
  /** Takes its own copies. */
  public PruneReport {
    refs = List.copyOf(refs);
    objects = List.copyOf(objects);
  }
}
