package io.envsnap.spec.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import io.envsnap.spec.digest.Digest;
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
import io.envsnap.spec.snapshot.TreeNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Writes one segment; what repeats stands once, in a table, and is named by its index. */
final class SegmentWriter {
  private final Segment segment;
  private final Map<Owner, Integer> owners = new LinkedHashMap<>();
  private final Map<EntryKey, Integer> entries = new LinkedHashMap<>();
  private final Map<Digest, Integer> digests = new LinkedHashMap<>();
  private final Map<Digest, Integer> packs = new HashMap<>();

  SegmentWriter(Segment segment) {
    this.segment = segment;
    TreeSet<Digest> named = new TreeSet<>(segment.blobs().keySet());
    segment.parts().forEach(part -> named.add(part.digest()));
    String before = "";
    for (ClaimedNode claimed : segment.nodes()) {
      TreeNode node = claimed.node();
      if (node.path().value().compareTo(before) <= 0) {
        throw new IllegalArgumentException("`" + node.path() + "` is not after `" + before + "`");
      }
      before = node.path().value();
      entries.putIfAbsent(claimed.entry(), entries.size());
      metadata(node).ifPresent(found -> owners.putIfAbsent(found.owner(), owners.size()));
      if (node instanceof TreeNode.RegularFile file) {
        named.add(file.digest());
      }
    }
    named.forEach(digest -> digests.put(digest, digests.size()));
    segment.packs().forEach(pack -> packs.put(pack.pack(), packs.size()));
  }

  void writeTo(JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeStringField("format", "envsnap " + SegmentJson.NOUN);
    out.writeNumberField("version", SegmentJson.VERSION);
    writeTables(out);
    out.writeArrayFieldStart("packs");
    for (PackFrames pack : segment.packs()) {
      writePack(out, pack);
    }
    out.writeEndArray();
    out.writeArrayFieldStart("blobs");
    for (Map.Entry<Digest, BlobLocation> blob : segment.blobs().entrySet()) {
      writeBlob(out, blob.getKey(), blob.getValue());
    }
    out.writeEndArray();
    out.writeArrayFieldStart("parts");
    for (Part part : segment.parts()) {
      out.writeStartArray();
      out.writeString(part.ecosystem().value());
      out.writeString(part.name());
      out.writeNumber(part.size());
      out.writeNumber(place(digests, part.digest()));
      out.writeEndArray();
    }
    out.writeEndArray();
    out.writeArrayFieldStart("nodes");
    for (ClaimedNode claimed : segment.nodes()) {
      writeNode(out, claimed);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private void writeTables(JsonGenerator out) throws IOException {
    out.writeArrayFieldStart("owners");
    for (Owner owner : owners.keySet()) {
      out.writeStartArray();
      out.writeString(owner.user());
      out.writeNumber(owner.uid());
      out.writeString(owner.group());
      out.writeNumber(owner.gid());
      out.writeEndArray();
    }
    out.writeEndArray();
    out.writeArrayFieldStart("entries");
    for (EntryKey entry : entries.keySet()) {
      out.writeStartArray();
      out.writeString(entry.ecosystem().value());
      out.writeString(entry.kind());
      out.writeString(entry.scope());
      out.writeString(entry.name());
      out.writeEndArray();
    }
    out.writeEndArray();
    out.writeArrayFieldStart("digests");
    for (Digest digest : digests.keySet()) {
      out.writeString(digest.hex());
    }
    out.writeEndArray();
  }

  private static void writePack(JsonGenerator out, PackFrames pack) throws IOException {
    out.writeStartArray();
    out.writeString(pack.pack().hex());
    out.writeStartArray();
    for (Map.Entry<Integer, Frame> numbered : pack.frames().entrySet()) {
      Frame frame = numbered.getValue();
      out.writeStartArray();
      out.writeNumber(numbered.getKey());
      out.writeNumber(frame.offset());
      out.writeNumber(frame.length());
      out.writeNumber(frame.rawLength());
      out.writeString(frame.digest().hex());
      out.writeEndArray();
    }
    out.writeEndArray();
    out.writeEndArray();
  }

  private void writeBlob(JsonGenerator out, Digest digest, BlobLocation location)
      throws IOException {
    out.writeStartArray();
    out.writeNumber(place(digests, digest));
    out.writeNumber(place(packs, location.pack()));
    out.writeNumber(location.frame());
    out.writeNumber(location.offset());
    out.writeNumber(location.size());
    if (location.borrowed()) {
      out.writeNumber(1);
    }
    out.writeEndArray();
  }

  private void writeNode(JsonGenerator out, ClaimedNode claimed) throws IOException {
    TreeNode node = claimed.node();
    out.writeStartArray();
    out.writeString(kind(node).letter());
    out.writeString(node.path().value());
    out.writeNumber(place(entries, claimed.entry()));
    out.writeNumber(claimed.placement() == Placement.LATE ? 1 : 0);
    if (node instanceof TreeNode.HardLink link) {
      out.writeString(link.target().value());
    }
    Optional<Metadata> metadata = metadata(node);
    if (metadata.isPresent()) {
      out.writeNumber(metadata.get().mode());
      out.writeNumber(place(owners, metadata.get().owner()));
      out.writeNumber(metadata.get().mtime().seconds());
      out.writeNumber(metadata.get().mtime().nanos());
    }
    if (node instanceof TreeNode.RegularFile file) {
      out.writeNumber(file.size());
      out.writeNumber(place(digests, file.digest()));
    } else if (node instanceof TreeNode.Symlink link) {
      out.writeString(link.target());
    }
    if (metadata.isPresent() && !metadata.get().xattrs().isEmpty()) {
      out.writeStartObject();
      for (Map.Entry<String, String> xattr : metadata.get().xattrs().entrySet()) {
        out.writeStringField(xattr.getKey(), xattr.getValue());
      }
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private static NodeLetter kind(TreeNode node) {
    if (node instanceof TreeNode.RegularFile) {
      return NodeLetter.FILE;
    } else if (node instanceof TreeNode.Directory) {
      return NodeLetter.FOLDER;
    } else if (node instanceof TreeNode.Symlink) {
      return NodeLetter.SYMLINK;
    } else if (node instanceof TreeNode.HardLink) {
      return NodeLetter.HARD_LINK;
    }
    return NodeLetter.DELETED;
  }

  private static Optional<Metadata> metadata(TreeNode node) {
    if (node instanceof TreeNode.RegularFile file) {
      return Optional.of(file.metadata());
    } else if (node instanceof TreeNode.Directory folder) {
      return Optional.of(folder.metadata());
    } else if (node instanceof TreeNode.Symlink link) {
      return Optional.of(link.metadata());
    }
    return Optional.empty();
  }

  private static <K> int place(Map<K, Integer> table, K wanted) {
    Integer place = table.get(wanted);
    if (place == null) {
      throw new IllegalArgumentException("the segment lacks the frames of `" + wanted + "`");
    }
    return place;
  }
}
