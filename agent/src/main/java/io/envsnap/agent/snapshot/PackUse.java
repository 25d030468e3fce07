package io.envsnap.agent.snapshot;

import io.envsnap.agent.store.StoreException;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.Frame;
import io.envsnap.spec.snapshot.PackFrames;
import io.envsnap.spec.snapshot.PackRef;
import io.envsnap.spec.snapshot.SegmentRef;
import io.envsnap.spec.snapshot.Snapshot;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * How much of each pack snapshots need, by the frames that their segments name. A pack is looked at
 * until half of it is known to be needed, and no segment is read that can only tell of such packs.
 */
final class PackUse {
  private final Documents documents;
  private final Map<Digest, Long> sizes;
  private final Map<Digest, Pack> packs = new HashMap<>();
  private final Set<Digest> segments = new HashSet<>();

  private static final class Pack {
    private final Set<Integer> frames = new HashSet<>();
    private long needed;
    private boolean unknown;
  }

  /**
   * A look at nothing yet.
   *
   * @param sizes of all packs of the store in bytes
   */
  PackUse(Documents documents, Map<Digest, Long> sizes) {
    this.documents = documents;
    this.sizes = Map.copyOf(sizes);
  }

  /** Counts what a snapshot needs; of one that cannot be read, all of its packs. */
  void add(Snapshot snapshot) throws StoreException {
    boolean open = false;
    for (PackRef pack : snapshot.packs()) {
      packs.computeIfAbsent(pack.id(), id -> new Pack());
      open |= isWorn(pack.id());
    }
    // A pack that no segment was read of is worn until one is.
    for (SegmentRef segment : snapshot.segments()) {
      if (open && segments.add(segment.id())) {
        try {
          documents.segment(segment.id()).packs().forEach(this::add);
        } catch (StoreException.Missing | StoreException.Corrupt e) {
          segments.remove(segment.id());
          snapshot.packs().forEach(this::giveUp);
          return;
        }
        open = snapshot.packs().stream().anyMatch(pack -> isWorn(pack.id()));
      }
    }
  }

  private void add(PackFrames named) {
    Pack pack = packs.get(named.pack());
    if (pack != null) {
      for (Map.Entry<Integer, Frame> frame : named.frames().entrySet()) {
        if (pack.frames.add(frame.getKey())) {
          pack.needed += frame.getValue().length();
        }
      }
    }
  }

  private void giveUp(PackRef named) {
    Pack pack = packs.get(named.id());
    if (pack != null) {
      pack.unknown = true;
    }
  }

  private boolean isWorn(Digest id) {
    Pack pack = packs.get(id);
    Long size = sizes.get(id);
    return pack != null && size != null && !pack.unknown && pack.needed < size - pack.needed;
  }

  /** The packs of which less than half is needed. */
  WornPacks worn() {
    Set<Digest> worn = new HashSet<>();
    packs.keySet().stream().filter(this::isWorn).forEach(worn::add);
    return new WornPacks(worn);
  }

  /** How many bytes of these packs nobody needs. */
  long dead(WornPacks worn) {
    long dead = 0;
    for (Digest id : worn.ids()) {
      Pack pack = packs.getOrDefault(id, new Pack());
      dead += sizes.getOrDefault(id, 0L) - pack.needed;
    }
    return dead;
  }
}
