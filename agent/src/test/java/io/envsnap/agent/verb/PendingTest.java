package io.envsnap.agent.verb;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.lockfile.EcosystemId;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PendingTest {
  private static final Entry ENTRY =
      new Entry(
          new EntryKey(new EcosystemId("apt"), "packages", "amd64", "jq"),
          "1.6",
          true,
          List.of(),
          new TreeMap<>());
  private static final Digest FIRST = Digest.of(new byte[] {1});
  private static final Digest SECOND = Digest.of(new byte[] {2});

  @Test
  void namesTheSnapshotThatAnEntryWasFirstRecordedIn() {
    Entry once = Pending.mark(ENTRY, FIRST);
    assertThat(Pending.of(ENTRY)).isEmpty();
    assertThat(Pending.of(once)).isEqualTo(FIRST.hex());
    assertThat(Pending.of(Pending.mark(once, SECOND))).isEqualTo(FIRST.hex());
  }

  @Test
  void keepsThePartsOfEachSnapshotApart() {
    byte[] own = {1};
    byte[] carried = {2};
    Map<String, byte[]> parts =
        Map.of("dpkg/status", own, Pending.partName(FIRST.hex(), "dpkg/status"), carried);
    assertThat(Pending.parts(parts, "")).containsExactly(Map.entry("dpkg/status", own));
    assertThat(Pending.parts(parts, FIRST.hex()))
        .containsExactly(Map.entry("dpkg/status", carried));
    assertThat(Pending.parts(parts, SECOND.hex())).isEmpty();
  }
}
