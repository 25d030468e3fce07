package io.envsnap.spec.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Readers either return or throw FormatException, whatever they are given, and soon. */
class FuzzTest {
  private static final int ROUNDS = 4000;
  private static final Duration SOON = Duration.ofMinutes(2);

  private static final List<String> PIECES =
      List.of(
          "&a ",
          "*a",
          "!!map ",
          "<<: ",
          "---\n",
          "...\n",
          "%YAML 1.3\n",
          "? ",
          ": ",
          "- ",
          "{",
          "}",
          "[",
          "]",
          "\"",
          "'",
          "|\n",
          ">-\n",
          "#",
          "\t",
          "\\u0000",
          "\\U0010FFFF",
          "\\xZZ",
          "~",
          "\r",
          "\u0000",
          "\ufeff",
          "\u2028",
          "99999999999999999999",
          "-1",
          "1e999999999",
          "null",
          ",",
          "\n\n",
          "  ",
          "name: ",
          "version: 2\n",
          "sha256:",
          "\\",
          "x".repeat(5000),
          "[".repeat(200),
          "{a: ".repeat(50));

  /** What a reader does with bytes. */
  @FunctionalInterface
  private interface Reading {
    void read(byte[] bytes) throws FormatException;
  }

  private static void mutate(List<byte[]> seeds, long seed, Reading reading) {
    Random random = new Random(seed);
    int[] refused = new int[1];
    Assertions.assertTimeoutPreemptively(
        SOON,
        () -> {
          for (int i = 0; i < ROUNDS; i++) {
            byte[] bytes = mutation(seeds.get(random.nextInt(seeds.size())), random);
            try {
              reading.read(bytes);
            } catch (FormatException e) {
              refused[0]++;
              assertThat(e.getMessage()).startsWith("`f` ").doesNotContain("\n", "\u001b");
            } catch (RuntimeException e) {
              throw new AssertionError("round " + i + ": " + new String(bytes, UTF_8), e);
            }
          }
        });
    assertThat(refused[0]).isGreaterThan(ROUNDS / 10);
  }

  private static byte[] mutation(byte[] seed, Random random) {
    byte[] bytes = seed.clone();
    for (int n = 1 + random.nextInt(4); n > 0; n--) {
      int at = random.nextInt(bytes.length + 1);
      bytes =
          switch (random.nextInt(6)) {
            case 0 -> splice(bytes, at, at, PIECES.get(random.nextInt(PIECES.size())));
            case 1 -> splice(bytes, at, bytes.length, "");
            case 2 -> splice(bytes, at, Math.min(bytes.length, at + random.nextInt(40)), "");
            case 3 -> {
              int to = Math.min(bytes.length, at + random.nextInt(200));
              String copied = new String(bytes, at, to - at, UTF_8);
              yield splice(bytes, random.nextInt(bytes.length + 1), -1, copied);
            }
            case 4 -> flip(bytes, random);
            default -> splice(bytes, at, at, PIECES.get(random.nextInt(PIECES.size())).repeat(3));
          };
    }
    return bytes;
  }

  private static byte[] flip(byte[] bytes, Random random) {
    byte[] flipped = bytes.clone();
    if (flipped.length > 0) {
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return flipped;
  }

  private static byte[] splice(byte[] bytes, int from, int to, String piece) {
    byte[] inserted = piece.getBytes(UTF_8);
    int end = to < 0 ? from : to;
    byte[] spliced = new byte[from + inserted.length + bytes.length - end];
    System.arraycopy(bytes, 0, spliced, 0, from);
    System.arraycopy(inserted, 0, spliced, from, inserted.length);
    System.arraycopy(bytes, end, spliced, from + inserted.length, bytes.length - end);
    return spliced;
  }

  @Test
  void lockfiles() {
    List<byte[]> seeds =
        java.util.stream.LongStream.range(0, 20)
            .mapToObj(seed -> LockfileYaml.write(new RandomWords(seed).lockfile()))
            .toList();
    mutate(
        seeds,
        11,
        bytes -> {
          byte[] written = LockfileYaml.write(LockfileYaml.read(bytes, "f"));
          assertThat(LockfileYaml.write(LockfileYaml.read(written, "f"))).isEqualTo(written);
        });
  }

  @Test
  void segments() {
    List<byte[]> seeds =
        java.util.stream.LongStream.range(0, 20)
            .mapToObj(seed -> SegmentJson.write(new RandomSegments(seed).segment(8)))
            .toList();
    mutate(seeds, 12, bytes -> SegmentJson.write(SegmentJson.read(bytes, "f")));
  }

  @Test
  void snapshots() {
    byte[] seed =
        ("{\"format\":\"envsnap snapshot\",\"version\":1,\"created\":\"2026-11-23T10:05:00Z\","
                + "\"tool\":\"envsnap\",\"machine\":\"debian 12\",\"parents\":[],"
                + ("\"segments\":[{\"id\":\""
                    + "b".repeat(64)
                    + "\",\"size\":81234,\"nodes\":13307}],")
                + "\"packs\":[],\"contentBytes\":13}")
            .getBytes(UTF_8);
    mutate(List.of(seed), 13, bytes -> SnapshotJson.write(SnapshotJson.read(bytes, "f")));
  }

  @Test
  void settings() {
    byte[] seed = "store: dir:/a\nname: main\nlockfile: x.yaml\n".getBytes(UTF_8);
    mutate(List.of(seed), 14, bytes -> FlatYaml.read(bytes, "f"));
  }
}
