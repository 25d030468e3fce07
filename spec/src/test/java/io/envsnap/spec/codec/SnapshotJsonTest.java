package io.envsnap.spec.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envsnap.spec.snapshot.PackRef;
import io.envsnap.spec.snapshot.Ref;
import io.envsnap.spec.snapshot.SegmentRef;
import io.envsnap.spec.snapshot.Snapshot;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnapshotJsonTest {
  private static final String A = "a".repeat(64);
  private static final String B = "b".repeat(64);
  private static final String SNAPSHOT =
      "{\"format\":\"envsnap snapshot\",\"version\":1,\"created\":\"2026-11-23T10:05:00.500Z\","
          + "\"tool\":\"envsnap 0.1.0\",\"machine\":\"debian 12\",\"parents\":[\"@A\"],"
          + "\"segments\":[{\"id\":\"@B\",\"size\":81234,\"nodes\":13307}],"
          + "\"packs\":[{\"id\":\"@A\",\"size\":67108864}],\"contentBytes\":1300000000}\n";
  private static final String REF =
      "{\"format\":\"envsnap ref\",\"version\":1,\"name\":\"main\",\"snapshot\":\"@A\","
          + "\"lockfile\":\"@B\",\"replaces\":[\"@B\"],\"counter\":7,"
          + "\"created\":\"2026-11-23T10:05:00Z\"}\n";

  private static byte[] bytes(String template) {
    return template.replace("@A", A).replace("@B", B).getBytes(UTF_8);
  }

  @Test
  void readsBackWhatItWrote() throws FormatException {
    RandomWords words = new RandomWords(3);
    for (int i = 0; i < 100; i++) {
      Snapshot snapshot =
          new Snapshot(
              Instant.ofEpochSecond(words.number(1 << 30), words.number(1_000_000_000)),
              words.word(),
              words.word(),
              words.list(3, words::digest),
              words.list(3, () -> new SegmentRef(words.digest(), 1L << 40, words.number(1000))),
              words.list(3, () -> new PackRef(words.digest(), words.number(1000))),
              Long.MAX_VALUE);
      assertThat(SnapshotJson.read(SnapshotJson.write(snapshot), "s")).isEqualTo(snapshot);
      Ref ref =
          new Ref(
              "a.b-c_" + i,
              words.digest(),
              words.digest(),
              words.list(3, words::digest),
              1L << 62,
              snapshot.created());
      assertThat(RefJson.read(RefJson.write(ref), "r")).isEqualTo(ref);
    }
  }

  @Test
  void hasTheLayoutOfTheReference() throws FormatException {
    byte[] snapshot = bytes(SNAPSHOT);
    assertThat(SnapshotJson.write(SnapshotJson.read(snapshot, "s"))).isEqualTo(snapshot);
    byte[] ref = bytes(REF);
    assertThat(RefJson.write(RefJson.read(ref, "r"))).isEqualTo(ref);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '^',
      delimiter = '|',
      value = {
        "\"version\":1 | \"version\":7 | `s` was made by a newer envsnap: its format is version 7",
        "\"version\":1 | \"version\":\"1\" | `version` is no number",
        "\"version\":1 | \"version\":0 | `version` is out of range",
        "envsnap snapshot | envsnap ref | `s` is not an envsnap snapshot",
        "\"tool\" | \"tools\" | `tools` is not known",
        "\"tool\":\"envsnap 0.1.0\" | \"tool\":1 | `tool` is no text",
        "\"nodes\":13307 | \"nodes\":-1 | `segments[0].nodes` is out of range",
        "\"nodes\":13307 | \"paths\":1 | `segments[0].*` must be",
        "[\"@A\"] | [\"@\"] | `parents` is no SHA-256",
        "[\"@A\"] | [1] | `parents` holds something else",
        "2026-11-23T10:05:00.500Z | yesterday | `created` is no time",
        "1300000000 | 1300000000.5 | `contentBytes` is not a whole number",
        "} | ]} | not valid JSON"
      })
  void refusesWhatIsNotInOrder(String right, String wrong, String said) {
    assertThat(SNAPSHOT).contains(right);
    assertThatThrownBy(() -> SnapshotJson.read(bytes(SNAPSHOT.replace(right, wrong)), "s"))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining(said);
  }

  @ParameterizedTest
  @CsvSource({"../up", "''", ".hidden", "-x", "a/b"})
  void refusesANameThatIsNoFolder(String name) {
    assertThatThrownBy(() -> RefJson.read(bytes(REF.replace("main", name)), "r"))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("`name` is no name");
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> RefJson.read(bytes(REF.replace("\"counter\":7,", "")), "r"))
        .hasMessage("`r` is broken: `counter` is missing");
    assertThatThrownBy(() -> RefJson.read("[]".getBytes(UTF_8), "r"))
        .hasMessageContaining("is not an envsnap ref");
  }
}
