package io.envsnap.agent.ecosystem.apt;

import static io.envsnap.agent.ecosystem.apt.Recorded.amd64;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DpkgStatusTest {
  @Test
  void whatWasRemovedIsNotInstalled() {
    DpkgStatus status = Recorded.status("session");
    assertThat(status.installed().keySet()).contains(amd64("jq"), amd64("redis-server"));
    assertThat(status.installed(amd64("cron"))).isEmpty();
    assertThat(PackageState.of(status.get(amd64("cron")).orElseThrow()).isConfigFiles()).isTrue();
  }

  @Test
  void aHeldPackageIsInstalled() {
    Stanza jq = Recorded.status("session").installed(amd64("jq")).orElseThrow();
    assertThat(PackageState.of(jq).isHeld()).isTrue();
  }

  @Test
  void replaysTheJournalOfARunThatWasCutOff() {
    byte[] status = stanza("jq", "install ok half-configured");
    byte[] first = stanza("jq", "install ok installed");
    byte[] second = stanza("bc", "install ok unpacked");
    DpkgStatus replayed = DpkgStatus.replay(status, List.of(first, second));
    assertThat(replayed.installed().keySet()).containsExactly(amd64("jq"));
    assertThat(replayed.unfinished()).containsExactly(amd64("bc"));
  }

  @Test
  void aPackageWithATriggerOutstandingIsInstalled() {
    DpkgStatus status = DpkgStatus.parse(stanza("man-db", "install ok triggers-pending"));
    assertThat(status.unfinished()).isEmpty();
    assertThat(status.installed()).containsOnlyKeys(amd64("man-db"));
  }

  @Test
  void insertsNewStanzasInTheOrderOfNames() {
    DpkgStatus merged =
        Recorded.status("other")
            .with(Stanza.parse(stanza("jq", "install ok installed")), List.of(amd64("bc")));
    assertThat(merged.stanzas().keySet().stream().map(PackageId::name)).isSorted();
    assertThat(merged.stanzas()).containsKey(amd64("jq")).doesNotContainKey(amd64("bc"));
  }

  static byte[] stanza(String name, String state) {
    return ("Package: " + name + "\nStatus: " + state + "\nArchitecture: amd64\nVersion: 1\n\n")
        .getBytes(ISO_8859_1);
  }
}
