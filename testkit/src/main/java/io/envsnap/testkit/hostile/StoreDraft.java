package io.envsnap.testkit.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A store of one snapshot, written after {@code docs/format.md} by hand and not by envsnap. It
 * begins honest, with one small file; a case changes it, and all digests are made to fit
 * afterwards.
 */
public final class StoreDraft {
  /** The folder that an honest restore of it writes. */
  public static final String KEPT = "/content/kept";

  private final List<EntryDraft> entries = new ArrayList<>();
  private final List<List<NodeDraft>> segments = new ArrayList<>();
  private final SortedMap<String, BlobDraft> blobs = new TreeMap<>();
  private final List<String> parts = new ArrayList<>();
  private final Map<String, UnaryOperator<String>> edits = new LinkedHashMap<>();
  private final List<Deed> deeds = new ArrayList<>();
  private Optional<byte[]> rawSegment = Optional.empty();
  private boolean sorted = true;

  private record EntryDraft(String ecosystem, String kind, String scope, String name, String more) {
    String json() {
      return Json.texts(ecosystem, kind, scope, name);
    }

    String yaml() {
      String where = scope.isEmpty() ? "" : ", scope: " + Json.quoted(scope);
      return "    - {name: " + Json.quoted(name) + where + more + "}\n";
    }
  }

  /** A blob in a frame of its own. */
  private record BlobDraft(byte[] frame, long size) {}

  private record NodeDraft(String path, String json) {}

  /** What is done to the written store. */
  interface Deed {
    void to(Path store) throws IOException;
  }

  /** An honest one. */
  public StoreDraft() {
    segments.add(new ArrayList<>());
    entry("files", "paths", "", KEPT, "");
    folder(KEPT, 0);
    file(KEPT + "/hello", 0, 0644, "hello\n");
  }

  /** Adds an entry to lockfile and segment, and gives its index. */
  int entry(String ecosystem, String kind, String scope, String name, String more) {
    entries.add(new EntryDraft(ecosystem, kind, scope, name, more));
    return entries.size() - 1;
  }

  /** A second entry of files. */
  int files(String name) {
    return entry("files", "paths", "", name, "");
  }

  StoreDraft node(String kind, String path, int entry, String rest) {
    String start = "[" + Json.texts(kind, path).replaceAll("^\\[|]$", "") + "," + entry + ",0";
    segments
        .get(segments.size() - 1)
        .add(new NodeDraft(path, start + (rest.isEmpty() ? "" : "," + rest) + "]"));
    return this;
  }

  StoreDraft folder(String path, int entry) {
    return node("d", path, entry, 0755 + ",0,1700000000,0");
  }

  StoreDraft link(String path, int entry, String target) {
    return node("l", path, entry, 0777 + ",0,1700000000,0," + Json.quoted(target));
  }

  StoreDraft hardLink(String path, int entry, String target) {
    return node("h", path, entry, Json.quoted(target));
  }

  StoreDraft deleted(String path, int entry) {
    return node("x", path, entry, "");
  }

  StoreDraft file(String path, int entry, int mode, String content) {
    return file(path, entry, mode, content, "");
  }

  StoreDraft file(String path, int entry, int mode, String content, String more) {
    byte[] bytes = Json.bytes(content);
    String digest = blob(bytes);
    return node(
        "f", path, entry, mode + ",0,1700000000,0," + bytes.length + ",#" + digest + "#" + more);
  }

  /** Bytes in a frame of their own. */
  String blob(byte[] bytes) {
    String digest = Json.sha256(bytes);
    blob(digest, ZstdFrame.of(bytes), bytes.length);
    return digest;
  }

  /** A blob of that digest and length, whose frame is this one. */
  void blob(String digest, byte[] frame, long size) {
    blobs.put(digest, new BlobDraft(frame, size));
  }

  StoreDraft part(String ecosystem, String name, String content) {
    byte[] bytes = Json.bytes(content);
    String names = Json.texts(ecosystem, name).replaceAll("^\\[|]$", "");
    parts.add("[" + names + "," + bytes.length + ",#" + blob(bytes) + "#]");
    return this;
  }

  /** What follows goes into a segment of its own. */
  StoreDraft cut() {
    segments.add(new ArrayList<>());
    return this;
  }

  /** Leaves the nodes in the order in which they were added. */
  StoreDraft unsorted() {
    sorted = false;
    return this;
  }

  /** Changes the text of each document of that kind: segment, snapshot, ref or lockfile. */
  StoreDraft edit(String kind, UnaryOperator<String> edit) {
    edits.merge(kind, edit, (one, other) -> text -> other.apply(one.apply(text)));
    return this;
  }

  StoreDraft replace(String kind, String from, String to) {
    return edit(
        kind,
        text -> {
          if (!text.contains(from)) {
            throw new IllegalStateException("nothing to replace: " + from + " in " + text);
          }
          return text.replace(from, to);
        });
  }

  /** Takes these bytes for the only segment. */
  StoreDraft segment(byte[] stored) {
    rawSegment = Optional.of(stored.clone());
    return this;
  }

  /** Does something to the written store. */
  StoreDraft then(Deed deed) {
    deeds.add(deed);
    return this;
  }

  /** Writes the store. */
  public void write(Path store) {
    try {
      writeAll(store);
      for (Deed deed : deeds) {
        deed.to(store);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void writeAll(Path store) throws IOException {
    List<String> digests = List.copyOf(blobs.keySet());
    List<String> frameList = new ArrayList<>();
    List<String> blobList = new ArrayList<>();
    ByteArrayOutputStream pack = new ByteArrayOutputStream();
    for (BlobDraft blob : blobs.values()) {
      int number = frameList.size();
      String digest = ",\"" + Json.sha256(blob.frame()) + "\"]";
      frameList.add(
          "["
              + number
              + ","
              + pack.size()
              + ","
              + blob.frame().length
              + ","
              + blob.size()
              + digest);
      blobList.add("[" + number + ",0," + number + ",0," + blob.size() + "]");
      pack.writeBytes(blob.frame());
    }
    byte[] packBytes = pack.toByteArray();
    String packId = put(store, "packs", packBytes, ".tar.zst");
    List<String> refs = new ArrayList<>();
    for (List<NodeDraft> nodes : segments) {
      List<NodeDraft> ordered = new ArrayList<>(nodes);
      if (sorted) {
        ordered.sort(Comparator.comparing(NodeDraft::path));
      }
      String text =
          "{\"format\":\"envsnap segment\",\"version\":1,\"owners\":[[\"root\",0,\"root\",0]],"
              + "\"entries\":"
              + Json.list(entries.stream().map(EntryDraft::json).toList())
              + ",\"digests\":"
              + Json.texts(digests.toArray(String[]::new))
              + (",\"packs\":[[\"" + packId + "\"," + Json.list(frameList) + "]],\"blobs\":")
              + (Json.list(blobList) + ",\"parts\":")
              + Json.list(nodes.equals(segments.get(0)) ? parts : List.of())
              + ",\"nodes\":"
              + Json.list(ordered.stream().map(NodeDraft::json).toList())
              + "}";
      for (String digest : digests) {
        text = text.replace("#" + digest + "#", Integer.toString(digests.indexOf(digest)));
      }
      byte[] stored =
          rawSegment.isPresent()
              ? rawSegment.get()
              : ZstdFrame.of(Json.bytes(edited("segment", text)));
      String id = put(store, "index", stored, ".json.zst");
      refs.add(
          "{\"id\":\"" + id + "\",\"size\":" + stored.length + ",\"nodes\":" + nodes.size() + "}");
    }
    writeTop(store, packId, packBytes.length, refs);
  }

  private void writeTop(Path store, String packId, int packSize, List<String> segmentRefs)
      throws IOException {
    String time = "\"created\":\"2026-11-23T10:05:00Z\"";
    String snapshot =
        "{\"format\":\"envsnap snapshot\",\"version\":1,"
            + (time + ",\"tool\":\"envsnap 0.1.0\",\"machine\":\"debian 12\",\"parents\":[],")
            + ("\"segments\":" + Json.list(segmentRefs) + ",\"packs\":[{\"id\":\"" + packId)
            + ("\",\"size\":" + packSize + "}],\"contentBytes\":6}\n");
    String id = put(store, "snapshots", Json.bytes(edited("snapshot", snapshot)), ".json");
    String lockfile =
        put(
            store,
            "lockfiles",
            ZstdFrame.of(Json.bytes(edited("lockfile", lockfile(id)))),
            ".yaml.zst");
    String ref =
        "{\"format\":\"envsnap ref\",\"version\":1,\"name\":\"main\",\"snapshot\":\""
            + (id + "\",\"lockfile\":\"" + lockfile + "\",\"replaces\":[],\"counter\":1,")
            + (time + "}\n");
    put(store, "refs/main", Json.bytes(edited("ref", ref)), ".json");
  }

  private String lockfile(String snapshot) {
    Map<String, Map<String, StringBuilder>> sections = new LinkedHashMap<>();
    for (EntryDraft entry : entries) {
      sections
          .computeIfAbsent(entry.ecosystem(), key -> new LinkedHashMap<>())
          .computeIfAbsent(entry.kind(), key -> new StringBuilder())
          .append(entry.yaml());
    }
    StringBuilder text = new StringBuilder("version: 1\nbase:\n  os: debian 12\n");
    sections.forEach(
        (ecosystem, kinds) -> {
          text.append(ecosystem + ":\n");
          kinds.forEach((kind, lines) -> text.append("  " + kind + ":\n" + lines));
        });
    return text + "snapshot: {store: \"dir:/store\", id: \"sha256:" + snapshot + "\"}\n";
  }

  private String edited(String kind, String text) {
    return edits.getOrDefault(kind, UnaryOperator.identity()).apply(text);
  }

  private static String put(Path store, String folder, byte[] bytes, String extension)
      throws IOException {
    String digest = Json.sha256(bytes);
    Path path = store.resolve(folder).resolve(digest + extension);
    Files.createDirectories(store.resolve(folder));
    Files.write(path, bytes);
    return digest;
  }

  /** The only object of a folder of the store, such as {@code packs}. */
  static Path only(Path store, String folder) throws IOException {
    try (var files = Files.list(store.resolve(folder))) {
      return files.findFirst().orElseThrow();
    }
  }
}
