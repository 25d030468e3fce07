package io.envsnap.agent.snapshot;

import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.BlobLocation;
import io.envsnap.spec.snapshot.Frame;
import io.envsnap.spec.snapshot.PackFrames;
import io.envsnap.spec.snapshot.Segment;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Where blobs lie, old and new, and in which frames: what a segment must be told. Of one blob, and
 * of one frame, what was learned first counts, so learn first what is trusted most.
 */
final class KnownBlobs {
  private final Map<Digest, BlobLocation> blobs;
  private final Map<Digest, BlobLocation> worn = new HashMap<>();
  private final Map<Digest, SortedMap<Integer, Frame>> frames = new HashMap<>();
  private final Set<Long> largeSizes = new HashSet<>();

  /** Knows none yet. */
  KnownBlobs() {
    this(0);
  }

  /**
   * The same.
   *
   * @param expected how many blobs it will hear of, about
   */
  KnownBlobs(int expected) {
    this.blobs = new HashMap<>(expected * 4 / 3 + 1);
  }

  /** Learns what a segment says. */
  void learn(Segment segment) {
    segment.packs().forEach(this::learn);
    segment.blobs().forEach(this::learn);
  }

  /**
   * Learns only what it says of these packs.
   *
   * @param borrowed whether nobody but its maker vouches for it
   */
  void learn(Segment segment, Set<Digest> packs, boolean borrowed) {
    learn(segment, packs, borrowed, this::learn);
  }

  /**
   * Learns where blobs lie that are to be packed again: they are not found, and only a segment for
   * whose nodes this machine has no bytes is told of them.
   */
  void learnWorn(Segment segment, Set<Digest> packs, boolean borrowed) {
    learn(segment, packs, borrowed, worn::putIfAbsent);
  }

  private void learn(
      Segment segment,
      Set<Digest> packs,
      boolean borrowed,
      BiConsumer<Digest, BlobLocation> learning) {
    segment.packs().stream().filter(pack -> packs.contains(pack.pack())).forEach(this::learn);
    segment
        .blobs()
        .forEach(
            (digest, location) -> {
              if (packs.contains(location.pack())) {
                learning.accept(digest, borrowed ? location.borrow() : location);
              }
            });
  }

  private void learn(PackFrames pack) {
    Map<Integer, Frame> known = frames.computeIfAbsent(pack.pack(), key -> new TreeMap<>());
    pack.frames().forEach(known::putIfAbsent);
  }

  void learn(Digest digest, BlobLocation location) {
    blobs.putIfAbsent(digest, location);
    expect(location.size());
  }

  void learn(Digest pack, List<Frame> all) {
    SortedMap<Integer, Frame> numbered = new TreeMap<>();
    for (int number = 0; number < all.size(); number++) {
      numbered.put(number, all.get(number));
    }
    frames.put(pack, numbered);
  }

  Optional<BlobLocation> find(Digest digest) {
    return Optional.ofNullable(blobs.get(digest));
  }

  /** Where a segment says that it lies: anew, if it was packed again. */
  Optional<BlobLocation> place(Digest digest) {
    return find(digest).or(() -> Optional.ofNullable(worn.get(digest)));
  }

  /** A frame of a pack. */
  Optional<Frame> frame(Digest pack, int number) {
    return Optional.ofNullable(frames.getOrDefault(pack, new TreeMap<>()).get(number));
  }

  /** Notes the size of a blob that is on its way. */
  void expect(long size) {
    if (size > ReadAhead.LARGEST) {
      largeSizes.add(size);
    }
  }

  /**
   * Whether any blob has that size, which must be one that is not read ahead: only then can reading
   * a file twice save anything.
   */
  boolean mayHaveLarge(long size) {
    return largeSizes.contains(size);
  }

  /** The frames that these blobs lie in, pack by pack, sorted by pack. */
  List<PackFrames> framesOf(Collection<BlobLocation> locations) {
    SortedMap<Digest, SortedMap<Integer, Frame>> needed = new TreeMap<>();
    for (BlobLocation location : locations) {
      SortedMap<Integer, Frame> known = frames.getOrDefault(location.pack(), new TreeMap<>());
      SortedMap<Integer, Frame> wanted =
          needed.computeIfAbsent(location.pack(), key -> new TreeMap<>());
      long left = location.offset() + location.size();
      int number = location.frame();
      do {
        Frame frame = known.get(number);
        if (frame == null) {
          break;
        }
        wanted.put(number, frame);
        left -= frame.rawLength();
        number++;
      } while (left > 0);
    }
    return needed.entrySet().stream()
        .map(pack -> new PackFrames(pack.getKey(), pack.getValue()))
        .toList();
  }
}
