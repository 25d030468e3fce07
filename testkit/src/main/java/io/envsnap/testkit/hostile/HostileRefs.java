package io.envsnap.testkit.hostile;

import static io.envsnap.testkit.hostile.StoreDraft.only;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Refs that lead elsewhere or in circles, and folders that hold more than objects. */
final class HostileRefs {
  private HostileRefs() {}

  private static HostileCase of(int exit, String name, String named, Consumer<StoreDraft> change) {
    return new HostileCase("refs and folders", name, exit, named, change);
  }

  /** A ref that is changed, under its own digest. */
  private static HostileCase ref(String name, String from, String to, String named) {
    return of(
        HostileCase.CORRUPT,
        name,
        named,
        store -> store.edit("ref", text -> text.replaceFirst(from, to)));
  }

  /** A further ref beside the good one. */
  private static StoreDraft.Deed another(UnaryOperator<String> change) {
    return store -> {
      String text = change.apply(Files.readString(only(store, "refs/main")));
      byte[] bytes = Json.bytes(text);
      Files.write(store.resolve("refs/main/" + Json.sha256(bytes) + ".json"), bytes);
    };
  }

  private static StoreDraft.Deed pipe(String folder) {
    return store -> {
      Path path = only(store, folder);
      Files.delete(path);
      try {
        new ProcessBuilder("mkfifo", path.toString()).start().waitFor();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    };
  }

  static List<HostileCase> all() {
    return List.of(
        ref(
            "an id that is a path",
            "\"snapshot\":\"[0-9a-f]+",
            "\"snapshot\":\"../../etc/passwd",
            "SHA-256"),
        ref("an id of 63 digits", "\"snapshot\":\"[0-9a-f]", "\"snapshot\":\"", "SHA-256"),
        ref(
            "an id in capitals",
            "\"snapshot\":\"[0-9a-f]{64}",
            "\"snapshot\":\"" + "A".repeat(64),
            "SHA-256"),
        ref(
            "a lockfile that is a path",
            "\"lockfile\":\"[0-9a-f]+",
            "\"lockfile\":\"/etc/passwd",
            "SHA-256"),
        ref("a name that is a path", "\"name\":\"main\"", "\"name\":\"../../main\"", "is no name"),
        ref("a name that is an option", "\"name\":\"main\"", "\"name\":\"--help\"", "is no name"),
        ref(
            "a counter that overflows",
            "\"counter\":1",
            "\"counter\":9223372036854775807",
            "out of range"),
        ref("a counter of 10^999999999", "\"counter\":1", "\"counter\":1e999999999", "`counter`"),
        ref("a time that is none", "2026-11-23T10", "2026-99-99T99", "is no time"),
        ref(
            "a replaced ref that is a path",
            "\"replaces\":\\[]",
            "\"replaces\":[\"../x\"]",
            "SHA-256"),
        ref(
            "a list of lists",
            "\"replaces\":\\[]",
            "\"replaces\":[[[[[]]]]]",
            "something else than"),
        ref(
            "a thousand levels",
            "\"replaces\":\\[]",
            "\"replaces\":" + "[".repeat(1000) + "]".repeat(1000),
            "JSON"),
        of(
            HostileCase.CORRUPT,
            "two refs that replace each other under forged digests",
            "damaged",
            store ->
                store.then(
                    folder -> {
                      Path good = only(folder, "refs/main");
                      String one = "1".repeat(64);
                      String two = "2".repeat(64);
                      String text = Files.readString(good);
                      Files.delete(good);
                      Files.writeString(
                          folder.resolve("refs/main/" + one + ".json"),
                          text.replace("\"replaces\":[]", "\"replaces\":[\"" + two + "\"]"));
                      Files.writeString(
                          folder.resolve("refs/main/" + two + ".json"),
                          text.replace("\"replaces\":[]", "\"replaces\":[\"" + one + "\"]"));
                    })),
        of(
            HostileCase.DONE,
            "a worse head whose snapshot is not there",
            "unreadable",
            store ->
                store.then(
                    another(
                        text ->
                            text.replaceFirst(
                                    "\"snapshot\":\"[0-9a-f]{64}",
                                    "\"snapshot\":\"" + "0".repeat(64))
                                .replace("\"counter\":1", "\"counter\":0")))),
        of(
            HostileCase.DONE,
            "a ref that replaces what never was",
            "",
            store ->
                store.replace(
                    "ref", "\"replaces\":[]", "\"replaces\":[\"" + "0".repeat(64) + "\"]")),
        of(
            HostileCase.DONE,
            "foreign files in every folder",
            "",
            store ->
                store.then(
                    folder -> {
                      for (String at :
                          List.of(
                              "packs/a.tar.zst",
                              "index/b.json.zst",
                              "snapshots/c.json",
                              "refs/main/d.json",
                              "refs/e.json")) {
                        Files.writeString(folder.resolve(at), "nothing");
                      }
                      Files.createDirectories(
                          folder.resolve("refs/-rf/" + "f".repeat(64) + ".json"));
                    })),
        of(
            HostileCase.DONE,
            "a foreign name of terminal commands",
            "",
            store ->
                store.then(
                    folder -> {
                      Path bad =
                          Files.createDirectories(folder.resolve("refs/\u001b]0;pwned\u0007"));
                      Files.writeString(bad.resolve("0".repeat(64) + ".json"), "{}");
                    })),
        of(
            HostileCase.CORRUPT,
            "a pack that is a pipe",
            "no regular file",
            store -> store.then(pipe("packs"))),
        of(
            HostileCase.CORRUPT,
            "a segment that is a pipe",
            "no regular file",
            store -> store.then(pipe("index"))),
        of(
            HostileCase.CORRUPT,
            "a snapshot that is a pipe",
            "no regular file",
            store -> store.then(pipe("snapshots"))),
        of(
            HostileCase.CORRUPT,
            "a lockfile that is a pipe",
            "no regular file",
            store -> store.then(pipe("lockfiles"))),
        of(
            HostileCase.CORRUPT,
            "a snapshot that is a link to /dev/zero",
            "no regular file",
            store ->
                store.then(
                    folder -> {
                      Path path = only(folder, "snapshots");
                      Files.delete(path);
                      Files.createSymbolicLink(path, Path.of("/dev/zero"));
                    })),
        of(
            HostileCase.CORRUPT,
            "a snapshot that is a link to a file of the machine",
            "damaged",
            store ->
                store.then(
                    folder -> {
                      Path path = only(folder, "snapshots");
                      Files.delete(path);
                      Files.createSymbolicLink(path, Path.of("/etc/passwd"));
                    })));
  }
}
