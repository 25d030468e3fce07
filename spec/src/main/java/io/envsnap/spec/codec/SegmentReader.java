package io.envsnap.spec.codec;

import com.fasterxml.jackson.core.JsonToken;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.lockfile.EcosystemId;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.BlobLocation;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.Frame;
import io.envsnap.spec.snapshot.Owner;
import io.envsnap.spec.snapshot.PackFrames;
import io.envsnap.spec.snapshot.Part;
import io.envsnap.spec.snapshot.Segment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads one segment in a single pass. */
final class SegmentReader {
  /** No file system of Linux holds a larger file; sums of these do not overflow. */
  static final long LARGEST = 1L << 50;

  private static final int MOST_OWNERS = 65_536;
  private static final int MOST_DIGESTS = 4 * SegmentJson.MOST_NODES;
  private static final int LONGEST_OWNER = 256;
  private static final int LONGEST_PART_NAME = 4096;
  private static final int NOBODY = -1;

  private final JsonCursor cursor;
  private final String source;

  SegmentReader(JsonCursor cursor, String source) {
    this.cursor = cursor;
    this.source = source;
  }

  /**
   * Reads it.
   *
   * @param whole whether parts and nodes are read, which come last; nothing of them is looked at
   *     otherwise
   */
  Segment read(boolean whole) throws IOException, FormatException {
    header();
    cursor.name("owners");
    List<Owner> owners = owners();
    cursor.name("entries");
    List<EntryKey> entries = entries();
    cursor.name("digests");
    List<Digest> digests = digests();
    cursor.name("packs");
    List<PackFrames> packs = packs();
    cursor.name("blobs");
    SortedMap<Digest, BlobLocation> blobs = blobs(digests, packs);
    if (!whole) {
      return new Segment(List.of(), List.of(), blobs, packs);
    }
    cursor.name("parts");
    List<Part> parts = parts(digests);
    cursor.name("nodes");
    List<ClaimedNode> nodes = new NodeReader(cursor, owners, entries, digests).readAll();
    cursor.expect(JsonToken.END_OBJECT, "the end of the segment");
    return new Segment(nodes, parts, blobs, packs);
  }

  private void header() throws IOException, FormatException {
    cursor.expect(JsonToken.START_OBJECT, "a segment");
    try {
      cursor.name("format");
      if (!cursor.text().equals("envsnap " + SegmentJson.NOUN)) {
        throw JsonRecord.notOurs(source, SegmentJson.NOUN);
      }
    } catch (FormatException e) {
      throw JsonRecord.notOurs(source, SegmentJson.NOUN);
    }
    cursor.name("version");
    JsonRecord.requireVersion(cursor.number(1, Long.MAX_VALUE), source, SegmentJson.VERSION);
  }

  private List<Owner> owners() throws IOException, FormatException {
    List<Owner> owners = new ArrayList<>();
    cursor.startItems();
    while (cursor.nextItems()) {
      owners.add(new Owner(name(LONGEST_OWNER), id(), name(LONGEST_OWNER), id()));
      cursor.endItems();
      refuseMore(owners.size(), MOST_OWNERS);
    }
    return owners;
  }

  private String name(int longest) throws IOException, FormatException {
    String name = cursor.text();
    if (name.length() > longest) {
      throw cursor.broken("a name is longer than " + longest + " characters");
    }
    return name;
  }

  private void refuseMore(int count, int most) throws FormatException {
    if (count > most) {
      throw cursor.broken("a list has more than " + most + " items");
    }
  }

  private int id() throws IOException, FormatException {
    int id = (int) cursor.number(Integer.MIN_VALUE, Integer.MAX_VALUE);
    if (id == NOBODY) {
      // chown(2) takes it for "leave as it is".
      throw cursor.broken("nobody has the number -1");
    }
    return id;
  }

  private List<EntryKey> entries() throws IOException, FormatException {
    List<EntryKey> entries = new ArrayList<>();
    cursor.startItems();
    while (cursor.nextItems()) {
      EntryKey key = new EntryKey(ecosystem(), cursor.text(), cursor.text(), cursor.text());
      Optional<String> problem = EntryRules.problemOf(key);
      if (problem.isPresent()) {
        throw cursor.broken(problem.get());
      }
      entries.add(key);
      cursor.endItems();
      refuseMore(entries.size(), SegmentJson.MOST_NODES);
    }
    return entries;
  }

  private EcosystemId ecosystem() throws IOException, FormatException {
    String name = cursor.text();
    try {
      return new EcosystemId(name);
    } catch (IllegalArgumentException e) {
      throw cursor.broken(Quoted.of(name) + " is no ecosystem's name");
    }
  }

  private List<Digest> digests() throws IOException, FormatException {
    List<Digest> digests = new ArrayList<>();
    cursor.startItems();
    while (cursor.nextInItems()) {
      if (!cursor.at(JsonToken.VALUE_STRING)) {
        throw cursor.broken("expected a digest");
      }
      Digest digest = cursor.currentDigest();
      if (!digests.isEmpty() && digests.get(digests.size() - 1).compareTo(digest) >= 0) {
        throw cursor.broken("the digests are not sorted");
      }
      digests.add(digest);
      refuseMore(digests.size(), MOST_DIGESTS);
    }
    return digests;
  }

  private List<PackFrames> packs() throws IOException, FormatException {
    List<PackFrames> packs = new ArrayList<>();
    Set<Digest> seen = new HashSet<>();
    cursor.startItems();
    while (cursor.nextItems()) {
      Digest pack = cursor.digest();
      if (!seen.add(pack)) {
        throw cursor.broken("the pack is there twice");
      }
      packs.add(new PackFrames(pack, frames()));
      cursor.endItems();
    }
    return packs;
  }

  private SortedMap<Integer, Frame> frames() throws IOException, FormatException {
    SortedMap<Integer, Frame> frames = new TreeMap<>();
    cursor.startItems();
    while (cursor.nextItems()) {
      int number = size();
      if (!frames.isEmpty() && number <= frames.lastKey()) {
        throw cursor.broken("the frames are not sorted");
      }
      long offset = cursor.number(0, Long.MAX_VALUE);
      frames.put(number, new Frame(offset, size(), size(), cursor.digest()));
      cursor.endItems();
    }
    return frames;
  }

  private int size() throws IOException, FormatException {
    return (int) cursor.number(0, Integer.MAX_VALUE);
  }

  private SortedMap<Digest, BlobLocation> blobs(List<Digest> digests, List<PackFrames> packs)
      throws IOException, FormatException {
    SortedMap<Digest, BlobLocation> blobs = new TreeMap<>();
    cursor.startItems();
    while (cursor.nextItems()) {
      Digest digest = digests.get(cursor.index(digests.size()));
      PackFrames pack = packs.get(cursor.index(packs.size()));
      int frame = size();
      if (!pack.frames().containsKey(frame)) {
        throw cursor.broken("the pack has no frame " + frame);
      }
      int offset = size();
      long length = cursor.number(0, LARGEST);
      boolean borrowed = cursor.nextInItems();
      if (borrowed) {
        if (!cursor.at(JsonToken.VALUE_NUMBER_INT) || cursor.currentNumber() != 1) {
          throw cursor.broken("a blob is borrowed (1) or says nothing of it");
        }
        cursor.endItems();
      }
      if (blobs.put(digest, new BlobLocation(pack.pack(), frame, offset, length, borrowed))
          != null) {
        throw cursor.broken("the blob is there twice");
      }
    }
    return blobs;
  }

  private List<Part> parts(List<Digest> digests) throws IOException, FormatException {
    List<Part> parts = new ArrayList<>();
    cursor.startItems();
    while (cursor.nextItems()) {
      EcosystemId ecosystem = ecosystem();
      String name = name(LONGEST_PART_NAME);
      long size = cursor.number(0, LARGEST);
      parts.add(new Part(ecosystem, name, size, digests.get(cursor.index(digests.size()))));
      cursor.endItems();
      refuseMore(parts.size(), MOST_DIGESTS);
    }
    return parts;
  }
}
