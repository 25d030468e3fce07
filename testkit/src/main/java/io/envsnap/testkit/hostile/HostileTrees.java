package io.envsnap.testkit.hostile;

import static io.envsnap.testkit.hostile.StoreDraft.KEPT;

import java.util.List;
import java.util.function.Consumer;

/** Paths, links and nodes that lead elsewhere than they read, or that no disk can hold. */
final class HostileTrees {
  private static final String HELLO = KEPT + "/hello";

  private HostileTrees() {}

  private static HostileCase tree(String name, String named, Consumer<StoreDraft> change) {
    return new HostileCase("paths and nodes", name, HostileCase.CORRUPT, named, change);
  }

  /** A file at a path that is none. */
  private static HostileCase path(String name, String path, String named) {
    return tree(name, named, store -> store.file(path, 0, 0644, "pwned"));
  }

  /** A node of a text of its own. */
  private static HostileCase node(String name, String json, String named) {
    return tree(
        name,
        named,
        store ->
            store
                .file("/content/kept/x", 0, 0644, "x")
                .edit(
                    "segment",
                    text -> text.replaceAll("\\[\"f\",\"/content/kept/x\"[^]]*]", json)));
  }

  static List<HostileCase> all() {
    return List.of(
        path("a relative path", "etc/pwned", "not absolute and normal"),
        path("`..` in a path", "/content/kept/../../etc/pwned", "not absolute and normal"),
        path("`..` at the end", "/content/kept/..", "not absolute and normal"),
        path("`.` in a path", "/content/./pwned", "not absolute and normal"),
        path("an empty component", "/content//pwned", "not absolute and normal"),
        path("a slash at the end", "/content/pwned/", "not absolute and normal"),
        path("an empty path", "", "not absolute and normal"),
        path("a NUL in a path", "/content/pw\0ned", "not absolute and normal"),
        path("a name of 4 KiB", "/content/" + "n".repeat(4096), "longer than any can be"),
        path("a name of 256 bytes in 128 letters", "/content/" + "ä".repeat(128), "longer than"),
        path("a path of 64 KiB", "/content" + "/n".repeat(32_768), "longer than any can be"),
        path("half of a surrogate pair", "/content/\ud83d", "stands for no bytes"),
        path("a second text of the same bytes", "/content/\udcc3\udca9", "stands for no bytes"),
        tree(
            "the root as a file",
            "the root is no folder",
            store -> store.file("/", 0, 0644, "pwned")),
        tree(
            "a path twice in a segment",
            "not sorted",
            store -> store.file(HELLO, 0, 0644, "pwned")),
        tree(
            "a path twice in two segments",
            "is there twice",
            store -> store.cut().file(HELLO, 0, 0644, "pwned")),
        tree(
            "paths out of order",
            "not sorted",
            store -> store.unsorted().file("/content/a", 0, 0644, "pwned")),
        tree(
            "a file through a link to /etc",
            "which is no folder",
            store ->
                store.link("/content/way", 0, "/etc").file("/content/way/pwned", 0, 0644, "x")),
        tree(
            "a file two levels through a link",
            "which is no folder",
            store ->
                store.link("/content/way", 0, "../..").file("/content/way/a/pwned", 0, 0644, "x")),
        tree(
            "a link in one segment and the write through it in the next",
            "which is no folder",
            store ->
                store
                    .link("/content/way", 0, "/")
                    .cut()
                    .file("/content/way/etc/pwned", 0, 0644, "x")),
        tree(
            "a folder below a link",
            "which is no folder",
            store -> store.link("/content/way", 0, "/etc").folder("/content/way/pwned", 0)),
        tree(
            "a link below a link",
            "which is no folder",
            store -> store.link("/content/way", 0, "/etc").link("/content/way/pwned", 0, "x")),
        tree(
            "a file below a file",
            "which is no folder",
            store -> store.file(HELLO + "/pwned", 0, 0644, "x")),
        tree(
            "a file below a deleted folder",
            "which is no folder",
            store -> store.deleted("/content/gone", 0).file("/content/gone/pwned", 0, 0644, "x")),
        tree(
            "a hard link to /etc/shadow",
            "which it lacks",
            store -> store.hardLink("/content/kept/shadow", 0, "/etc/shadow")),
        tree(
            "a hard link to a link",
            "which it lacks",
            store ->
                store
                    .link("/content/kept/way", 0, "/etc/shadow")
                    .hardLink("/content/kept/x", 0, "/content/kept/way")),
        tree(
            "a hard link to itself",
            "which it lacks",
            store -> store.hardLink("/content/kept/x", 0, "/content/kept/x")),
        tree(
            "a hard link to a hard link",
            "which it lacks",
            store ->
                store
                    .hardLink("/content/kept/x", 0, "/content/kept/y")
                    .hardLink("/content/kept/y", 0, "/content/kept/x")),
        tree(
            "a hard link to `..`",
            "not absolute and normal",
            store -> store.hardLink("/content/kept/x", 0, "/content/../etc/shadow")),
        tree("an empty link", "leads nowhere", store -> store.link("/content/x", 0, "")),
        tree("a NUL in a link", "leads nowhere", store -> store.link("/content/x", 0, "a\0b")),
        tree(
            "a link of 4 KiB",
            "longer than any can be",
            store -> store.link("/content/x", 0, "n".repeat(4096))),
        tree(
            "a link of no bytes",
            "stands for no bytes",
            store -> store.link("/content/x", 0, "\ud83d")),
        node("a block device", "[\"b\",\"/content/kept/x\",0,0,384,0,1,0,8,0]", "no kind of node"),
        node("a character device", "[\"c\",\"/content/kept/x\",0,0,384,0,1,0]", "no kind of node"),
        node("a pipe", "[\"p\",\"/content/kept/x\",0,0,384,0,1,0]", "no kind of node"),
        node("a socket", "[\"s\",\"/content/kept/x\",0,0,384,0,1,0]", "no kind of node"),
        node(
            "a mode that is more than a mode",
            "[\"d\",\"/content/kept/x\",0,0,33261,0,1,0]",
            "range"),
        node("a negative mode", "[\"d\",\"/content/kept/x\",0,0,-1,0,1,0]", "out of range"),
        node("an owner that is not there", "[\"d\",\"/content/kept/x\",0,0,493,7,1,0]", "range"),
        node("an entry that is not there", "[\"d\",\"/content/kept/x\",7,0,493,0,1,0]", "range"),
        node("a negative index", "[\"d\",\"/content/kept/x\",-1,0,493,0,1,0]", "out of range"),
        node("an index of 2^32", "[\"x\",\"/content/kept/x\",4294967296,0]", "out of range"),
        node(
            "a number of 200 digits",
            "[\"x\",\"/content/kept/x\"," + "9".repeat(200) + ",0]",
            "JSON"),
        node(
            "nanoseconds of two seconds",
            "[\"d\",\"/content/kept/x\",0,0,493,0,1,2000000000]",
            "range"),
        node(
            "a time that no clock has",
            "[\"d\",\"/content/kept/x\",0,0,493,0,9223372036854775807,0]",
            "out of range"),
        node("a field too many", "[\"x\",\"/content/kept/x\",0,0,0]", "end of a list"),
        node("lists in lists in lists", "[".repeat(100) + "]".repeat(100), "a text"),
        tree(
            "an attribute whose name is a path",
            "is not one",
            store -> store.file("/content/kept/x", 0, 0644, "x", ",{\"../../pwned\":\"00\"}")),
        tree(
            "an attribute that is no hexadecimal",
            "is not one",
            store ->
                store.file("/content/kept/x", 0, 0644, "x", ",{\"user.a\":\"$(touch /pwned)\"}")),
        tree(
            "an owner whose number is -1",
            "nobody has the number -1",
            store -> store.replace("segment", "[\"root\",0,\"root\",0]", "[\"\",-1,\"\",-1]")),
        tree(
            "an owner with a name of 100 KiB",
            "longer than",
            store -> store.replace("segment", "\"root\",0,", "\"" + "r".repeat(100_000) + "\",0,")),
        new HostileCase(
            "paths and nodes",
            "names that differ by case only are two names",
            HostileCase.DONE,
            "",
            store ->
                store
                    .file("/content/kept/HELLO", 0, 0644, "HELLO\n")
                    .link("/content/kept/Hello", 0, "hello")));
  }
}
