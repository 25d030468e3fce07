package io.envsnap.testkit.hostile;

import static io.envsnap.testkit.hostile.StoreDraft.KEPT;
import static io.envsnap.testkit.hostile.StoreDraft.only;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Bytes that are not what they are said to be, or that become far too many. */
final class HostileBytes {
  private static final String OTHER = "a".repeat(64);
  private static final int MIB = 1 << 20;

  private HostileBytes() {}

  private static HostileCase bytes(String name, String named, Consumer<StoreDraft> change) {
    return new HostileCase("bytes and bombs", name, HostileCase.CORRUPT, named, change);
  }

  /** The stored bytes of an object are changed under their name. */
  private static HostileCase damaged(String name, String folder) {
    return bytes(name, "damaged", store -> store.then(folder(folder)));
  }

  private static StoreDraft.Deed folder(String folder) {
    return store -> {
      Path path = only(store, folder);
      byte[] bytes = Files.readAllBytes(path);
      bytes[bytes.length - 3] ^= 1;
      Files.write(path, bytes);
    };
  }

  private static HostileCase segment(String name, byte[] stored) {
    return bytes(name, "damaged", store -> store.segment(stored));
  }

  /** A frame behind a file, which says it has that many bytes. */
  private static HostileCase frame(String name, byte[] frame, long said, String named) {
    return bytes(
        name,
        named,
        store -> {
          store.blob(OTHER, frame, said);
          store.node("f", KEPT + "/x", 0, "420,0,1700000000,0," + said + ",#" + OTHER + "#");
        });
  }

  static List<HostileCase> all() {
    byte[] honest = ZstdFrame.of(new byte[5000]);
    return List.of(
        damaged("a snapshot under a wrong digest", "snapshots"),
        damaged("a segment under a wrong digest", "index"),
        damaged("a lockfile under a wrong digest", "lockfiles"),
        damaged("a ref under a wrong digest", "refs/main"),
        damaged("a pack whose frame has a wrong digest", "packs"),
        bytes(
            "borrowed bytes that are others than their digest says",
            "are others",
            store -> {
              store.blob(OTHER, honest, 5000);
              store.node("f", KEPT + "/x", 0, "420,0,1700000000,0,5000,#" + OTHER + "#");
              store.edit(
                  "segment", text -> text.replaceAll("(\\[\\d+,\\d+,\\d+,\\d+,5000)]", "$1,1]"));
            }),
        bytes(
            "a blob that is borrowed twice",
            "is borrowed (1) or",
            store -> store.edit("segment", text -> text.replaceAll("(,\\d+,6)]", "$1,2]"))),
        frame("a frame that is cut off", Arrays.copyOf(honest, 2000), 5000, "damaged"),
        frame("a frame that is no frame", new byte[100], 5000, "damaged"),
        frame("an empty frame", new byte[0], 5000, "damaged"),
        frame("a frame that holds more than it says", ZstdFrame.bomb(4 * MIB), 1000, "damaged"),
        frame("a frame that holds less than it says", honest, 6000, "damaged"),
        frame("a frame of 1 GiB", ZstdFrame.bomb(1L << 30), 1 << 30, "damaged"),
        frame("a frame of 1 GiB that says 1 MiB", ZstdFrame.bomb(1L << 30, MIB), MIB, "damaged"),
        frame(
            "a frame that says 2 GiB",
            ZstdFrame.bomb(MIB, (1L << 31) - 1),
            (1L << 31) - 1,
            "damaged"),
        segment("a segment that is no zstd", new byte[50]),
        segment("an empty segment", new byte[0]),
        segment("a segment that is cut off", Arrays.copyOf(honest, 2000)),
        segment("a segment of 4 GiB", ZstdFrame.bomb(1L << 32)),
        segment("a segment of 4 GiB that says 1 MiB", ZstdFrame.bomb(1L << 32, MIB)),
        segment("a segment of 60 MiB of white space", ZstdFrame.bomb(60L * MIB)),
        segment("a segment of other JSON", ZstdFrame.of(Json.bytes("{\"a\":1}"))),
        segment("a segment of brackets", ZstdFrame.of(Json.bytes("[".repeat(40 * MIB)))),
        bytes(
            "a segment of 200,000 nodes",
            "more than 65536 nodes",
            store -> store.edit("segment", HostileBytes::manyNodes)),
        bytes(
            "a segment of 500,000 owners",
            "more than",
            store ->
                store.edit(
                    "segment",
                    text ->
                        text.replace(
                            "\"owners\":[", "\"owners\":[" + "[\"\",0,\"\",0],".repeat(500_000)))),
        bytes(
            "a snapshot of five million values",
            "more than 1000000 values",
            store ->
                store.edit(
                    "snapshot",
                    text ->
                        text.replace(
                            "\"parents\":[]", "\"parents\":[" + "0,".repeat(5_000_000) + "0]"))),
        bytes(
            "a snapshot of 17 MiB",
            "damaged",
            store -> store.edit("snapshot", text -> " ".repeat(17 * MIB) + text)),
        bytes(
            "a snapshot of a hundred thousand segments",
            "has more than 65536 items",
            store -> store.edit("snapshot", text -> manySegments(text, 100_000, 1))),
        bytes(
            "a snapshot that says it has three billion paths",
            "reads up to",
            store -> store.edit("snapshot", text -> manySegments(text, 50_000, 65_536))),
        bytes(
            "a segment named twice",
            "is there twice",
            store -> store.edit("snapshot", text -> manySegments(text, 2, 2))),
        bytes(
            "a segment with fewer paths than it says",
            "another number of paths",
            store -> store.replace("snapshot", "\"nodes\":2", "\"nodes\":7")),
        bytes(
            "a file without bytes",
            "no pack is named",
            store ->
                store.edit(
                    "segment", text -> text.replaceAll("\"blobs\":\\[.*?]],", "\"blobs\":[],"))),
        bytes(
            "a file of another size than its bytes",
            "no pack is named",
            store -> store.edit("segment", text -> text.replaceAll(",6,0]", ",7,0]"))),
        bytes(
            "a file of 8 EiB",
            "out of range",
            store ->
                store.edit("segment", text -> text.replaceAll(",6,0]", ",9223372036854775807,0]"))),
        bytes(
            "a blob in a frame that is not there",
            "has no frame",
            store ->
                store.edit(
                    "segment", text -> text.replace("\"blobs\":[[0,0,0", "\"blobs\":[[0,0,9"))),
        bytes(
            "a blob behind the end of its frame",
            "damaged",
            store -> store.edit("segment", text -> text.replace("[0,0,0,0,6]", "[0,0,0,7,6]"))),
        bytes(
            "a frame behind the end of its pack",
            "damaged",
            store ->
                store.edit("segment", text -> text.replace("[[0,0,", "[[0,4611686018427387904,"))),
        bytes(
            "digests out of order",
            "not sorted",
            store ->
                store.edit(
                    "segment",
                    text ->
                        text.replace("\"digests\":[", "\"digests\":[\"" + "f".repeat(64) + "\","))),
        bytes(
            "a part twice",
            "is there twice",
            store -> store.part("apt", "dpkg/status", "a").part("apt", "dpkg/status", "b")),
        bytes(
            "a part of 1 GiB",
            "larger than any can be",
            store -> {
              store.part("apt", "dpkg/status", "a");
              store.edit(
                  "segment",
                  text ->
                      text.replaceAll("(\"dpkg/status\"),1,", "$1,1073741824,")
                          .replaceAll(",0,1]", ",0,1073741824]"));
            }),
        bytes(
            "a key twice in a snapshot",
            "not valid JSON",
            store -> store.replace("snapshot", "\"tool\":", "\"tool\":\"a\",\"tool\":")),
        bytes(
            "a key that nobody knows in a snapshot",
            "is not known",
            store -> store.replace("snapshot", "\"tool\":", "\"run\":\"touch /pwned\",\"tool\":")),
        bytes(
            "text behind the end of a snapshot",
            "more text follows",
            store -> store.edit("snapshot", text -> text + text)),
        bytes(
            "a later snapshot",
            "newer envsnap",
            store -> store.replace("snapshot", "\"version\":1", "\"version\":2")),
        bytes(
            "keys of a segment in another order",
            "expected the key",
            store -> store.edit("segment", text -> text.replace("\"owners\":", "\"Owners\":"))),
        bytes(
            "a snapshot that is no UTF-8",
            "damaged",
            store -> store.edit("snapshot", text -> "\u0000\u0000" + text)));
  }

  private static String manyNodes(String text) {
    StringBuilder nodes = new StringBuilder("\"nodes\":[");
    for (int i = 1_000_000; i < 1_200_000; i++) {
      nodes.append("[\"x\",\"/a").append(i).append("\",0,0],");
    }
    return text.replace("\"nodes\":[", nodes);
  }

  private static String manySegments(String text, int count, int nodes) {
    int from = text.indexOf("\"segments\":[") + "\"segments\":[".length();
    int to = text.indexOf(']', from);
    String one = text.substring(from, to).replaceAll("\"nodes\":\\d+", "\"nodes\":" + nodes);
    return text.substring(0, from) + (one + ",").repeat(count - 1) + one + text.substring(to);
  }
}
