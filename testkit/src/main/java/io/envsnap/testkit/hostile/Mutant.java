package io.envsnap.testkit.hostile;

import static io.envsnap.testkit.hostile.StoreDraft.KEPT;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A store that chance has changed in one place: a document, with all digests made to fit
 * afterwards, a frame of a pack, or any stored object under its old name.
 *
 * @param kind what was changed
 * @param draft the store
 */
public record Mutant(String kind, StoreDraft draft) {
  private static final List<String> KINDS =
      List.of("segment", "snapshot", "ref", "lockfile", "frame", "object");

  private static final List<String> FOLDERS =
      List.of("packs", "index", "snapshots", "lockfiles", "refs/main");

  /** What readers stumble over. */
  private static final List<String> PIECES =
      List.of(
          "..",
          "/",
          "//",
          "/../",
          "\\u0000",
          "\\ud83d",
          "\\udcff",
          "-",
          "--",
          "\"",
          "'",
          "\\",
          "[",
          "]",
          "{",
          "}",
          ",",
          ":",
          "null",
          "true",
          "-1",
          "4294967296",
          "9223372036854775807",
          "1e999999999",
          "0.5",
          "&a ",
          "*a",
          "!!str ",
          "<<: ",
          "---\n",
          "# ",
          "|\n",
          "\t",
          "\n",
          "  ",
          "ext::sh",
          "$(touch /pwned)",
          "\u202e",
          "\ufeff",
          "\"x\"",
          "\"h\"",
          "\"l\"",
          "\"d\"");

  /** The next one that chance gives. */
  public static Mutant next(Random random) {
    StoreDraft draft = seed();
    String kind = KINDS.get(random.nextInt(KINDS.size()));
    switch (kind) {
      case "frame" -> frame(draft, random);
      case "object" -> object(draft, random);
      default -> draft.edit(kind, text -> mutated(text, random));
    }
    return new Mutant(kind, draft);
  }

  /** One of everything that the format has. */
  private static StoreDraft seed() {
    StoreDraft draft = new StoreDraft();
    int apt = draft.entry("apt", "packages", "amd64", "jq", ", version: \"1.6\", requested: true");
    draft.entry(
        "pip",
        "packages",
        "/usr/lib/python3/dist-packages",
        "six",
        ", remote: \"https://a.invalid\"");
    draft.file("/usr/bin/jq", apt, 04755, "jq", ",{\"security.capability\":\"0100\"}");
    draft.hardLink(KEPT + "/hard", 0, KEPT + "/hello");
    draft.link(KEPT + "/link", 0, "hello");
    draft.deleted("/content/gone", 0);
    draft.part("apt", "dpkg/status", "Package: jq\nStatus: install ok installed\n");
    draft.cut();
    draft.file("/var/tail", 0, 0600, "tail");
    return draft;
  }

  private static void frame(StoreDraft draft, Random random) {
    byte[] content = new byte[3000];
    random.nextBytes(content);
    byte[] frame = flipped(ZstdFrame.of(content), random);
    long said = random.nextBoolean() ? content.length : random.nextInt(1 << 26);
    String digest = Json.sha256(content);
    draft.blob(digest, frame, said);
    draft.node("f", "/zz", 0, "420,0,1,0," + said + ",#" + digest + "#");
  }

  private static void object(StoreDraft draft, Random random) {
    String folder = FOLDERS.get(random.nextInt(FOLDERS.size()));
    draft.then(
        store -> {
          Path path = StoreDraft.only(store, folder);
          Files.write(path, flipped(Files.readAllBytes(path), random));
        });
  }

  private static byte[] flipped(byte[] bytes, Random random) {
    byte[] flipped =
        random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes.clone();
    for (int n = random.nextInt(4); n >= 0 && flipped.length > 0; n--) {
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return flipped;
  }

  private static String mutated(String text, Random random) {
    String mutated = text;
    for (int n = random.nextInt(3); n >= 0; n--) {
      int from = random.nextInt(mutated.length() + 1);
      int to = Math.min(mutated.length(), from + random.nextInt(random.nextBoolean() ? 4 : 60));
      String piece = PIECES.get(random.nextInt(PIECES.size()));
      String between =
          switch (random.nextInt(5)) {
            case 0 -> "";
            case 1 -> piece + mutated.substring(from, to);
            case 2 -> mutated.substring(from, to).repeat(2);
            case 3 ->
                new String(
                    flipped(bytes(mutated.substring(from, to)), random),
                    StandardCharsets.ISO_8859_1);
            default -> piece;
          };
      mutated = mutated.substring(0, from) + between + mutated.substring(to);
    }
    return mutated;
  }

  private static byte[] bytes(String text) {
    return text.isEmpty() ? new byte[1] : text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
