package io.envsnap.spec.codec;

import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.lockfile.EcosystemId;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.BlobLocation;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.Frame;
import io.envsnap.spec.snapshot.Metadata;
import io.envsnap.spec.snapshot.Owner;
import io.envsnap.spec.snapshot.PackFrames;
import io.envsnap.spec.snapshot.Part;
import io.envsnap.spec.snapshot.Placement;
import io.envsnap.spec.snapshot.Segment;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreeNode;
import io.envsnap.spec.snapshot.TreePath;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Segments of any size, the same for the same seed. */
final class RandomSegments {
  private final RandomWords words;

  RandomSegments(long seed) {
    words = new RandomWords(seed);
  }

  Segment segment(int nodes) {
    List<PackFrames> packs = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      SortedMap<Integer, Frame> frames = new TreeMap<>();
      for (int frame = 0; frame < 5; frame += 1 + words.number(2)) {
        frames.put(frame, new Frame((1L << 33) + frame, 1000, 3000, words.digest()));
      }
      packs.add(new PackFrames(words.digest(), frames));
    }
    List<EntryKey> entries = new ArrayList<>();
    for (int i = 0; i < 1 + nodes / 50; i++) {
      entries.add(new EntryKey(new EcosystemId("pip"), "packages", "/usr/lib", "package" + i));
    }
    SortedMap<Digest, BlobLocation> blobs = new TreeMap<>();
    TreeMap<TreePath, ClaimedNode> tree = new TreeMap<>();
    for (int i = 0; i < nodes; i++) {
      TreePath path = TreePath.of(words.path() + "/site-packages/some/folder/module" + i + ".py");
      EntryKey entry = entries.get(words.number(entries.size()));
      Placement placement = words.coin() ? Placement.CONTENT : Placement.LATE;
      tree.put(path, new ClaimedNode(node(path, blobs, packs), entry, placement));
    }
    List<Part> parts =
        words.list(3, () -> new Part(new EcosystemId("apt"), words.word(), 5, words.digest()));
    return new Segment(List.copyOf(tree.values()), parts, blobs, packs);
  }

  private TreeNode node(
      TreePath path, SortedMap<Digest, BlobLocation> blobs, List<PackFrames> packs) {
    return switch (words.number(12)) {
      case 0 -> new TreeNode.Directory(path, metadata());
      case 1 -> new TreeNode.Symlink(path, metadata(), ".." + words.path());
      case 2 -> new TreeNode.HardLink(path, TreePath.of(words.path()));
      case 3 -> new TreeNode.Deleted(path);
      default -> file(path, blobs, packs);
    };
  }

  private TreeNode file(
      TreePath path, SortedMap<Digest, BlobLocation> blobs, List<PackFrames> packs) {
    Digest digest = words.digest();
    PackFrames pack = packs.get(words.number(packs.size()));
    int size = words.number(100_000);
    if (size > 10) {
      blobs.put(digest, new BlobLocation(pack.pack(), 0, words.number(3000), size, words.coin()));
    }
    return new TreeNode.RegularFile(path, metadata(), size, digest);
  }

  private Metadata metadata() {
    TreeMap<String, String> xattrs = new TreeMap<>();
    if (words.number(20) == 0) {
      xattrs.put("security.capability", "0100000200040000");
    }
    Owner owner = words.coin() ? Owner.ROOT : new Owner("", 1000 + words.number(3), "users", 100);
    Timestamp mtime = new Timestamp(words.number(1 << 30) - 5L, words.number(1_000_000_000));
    return new Metadata(words.number(010000), owner, mtime, xattrs);
  }
}
