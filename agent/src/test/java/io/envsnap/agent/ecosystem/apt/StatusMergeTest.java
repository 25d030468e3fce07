package io.envsnap.agent.ecosystem.apt;

import static io.envsnap.agent.ecosystem.apt.Recorded.amd64;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envsnap.agent.ecosystem.MergeConflictException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StatusMergeTest {
  private static final SessionPackages SESSION =
      SessionPackages.since(Recorded.status("base"), Recorded.status("session"), Set.of());

  private static StatusMerge ofSession() {
    return new StatusMerge(List.copyOf(SESSION.changes().values()), Map.of());
  }

  @Test
  void bringsTheSessionsPackagesAndKeepsThisMachinesOwn() throws Exception {
    DpkgStatus merged =
        DpkgStatus.parse(ofSession().merge(Optional.of(Recorded.bytes("other/status"))));
    assertThat(merged.installed().keySet())
        .contains(amd64("jq"), amd64("redis-server"), amd64("munge"), amd64("nano"), amd64("bc"));
    assertThat(merged.get(amd64("jq"))).isEqualTo(Recorded.status("session").get(amd64("jq")));
    assertThat(merged.get(amd64("munge"))).isEqualTo(Recorded.status("other").get(amd64("munge")));
    assertThat(merged.get(amd64("cron"))).isPresent();
  }

  @Test
  void onTheBareBaseItGivesTheSessionsOwnFile() throws Exception {
    assertThat(ofSession().merge(Optional.of(Recorded.bytes("base/status"))))
        .isEqualTo(Recorded.bytes("session/status"));
  }

  @Test
  void appliedTwiceItChangesNothing() throws Exception {
    byte[] once = ofSession().merge(Optional.of(Recorded.bytes("other/status")));
    assertThat(ofSession().merge(Optional.of(once))).isSameAs(once);
  }

  @Test
  void anotherVersionOfTheSessionsPackageIsAConflict() {
    byte[] here = SessionPackagesTest.status("jq", "install ok installed", "1.7").bytes();
    assertThatThrownBy(() -> ofSession().merge(Optional.of(here)))
        .isInstanceOf(MergeConflictException.class)
        .hasMessageContaining("`jq:amd64`");
  }

  @Test
  void theBasesVersionIsUpgraded() throws Exception {
    DpkgStatus base = SessionPackagesTest.status("bc", "install ok installed", "1");
    DpkgStatus session = SessionPackagesTest.status("bc", "install ok installed", "2");
    StatusMerge known =
        new StatusMerge(
            List.copyOf(SessionPackages.since(base, session, Set.of()).changes().values()),
            Map.of());
    assertThat(known.merge(Optional.of(base.bytes()))).isEqualTo(session.bytes());
    StatusMerge inferred =
        new StatusMerge(
            List.of(
                new PackageChange(amd64("bc"), session.get(amd64("bc")), Optional.empty(), "1")),
            Map.of());
    assertThat(inferred.merge(Optional.of(base.bytes()))).isEqualTo(session.bytes());
  }

  @Test
  void aPurgedPackageLosesItsStanza() throws Exception {
    DpkgStatus base = SessionPackagesTest.status("bc", "install ok installed", "1");
    StatusMerge merge =
        new StatusMerge(
            List.of(new PackageChange(amd64("bc"), Optional.empty(), base.get(amd64("bc")), "1")),
            Map.of());
    assertThat(merge.merge(Optional.of(base.bytes()))).isEmpty();
  }

  @Test
  void holdsOnlyTheWordInTheStatusOfABasePackage() throws Exception {
    StatusMerge merge = new StatusMerge(List.of(), Map.of(amd64("nano"), true));
    byte[] held = merge.merge(Optional.of(Recorded.bytes("other/status")));
    Stanza nano = DpkgStatus.parse(held).get(amd64("nano")).orElseThrow();
    assertThat(nano)
        .isEqualTo(
            Recorded.status("other")
                .get(amd64("nano"))
                .orElseThrow()
                .with("Status", "hold ok installed"));
    assertThat(merge.merge(Optional.of(held))).isSameAs(held);
  }

  @Test
  void aPackageThatIsHereInTheSameVersionIsNoConflict() throws Exception {
    byte[] session = Recorded.bytes("session/status");
    assertThat(ofSession().merge(Optional.of(session))).isSameAs(session);
  }

  private static String waiting(String name, String state, String more) {
    return "Package: %s\nStatus: install ok %s\nArchitecture: amd64\nVersion: 1\n%s\n"
        .formatted(name, state, more);
  }

  private static StatusMerge coming(String... stanzas) {
    DpkgStatus session = DpkgStatus.parse(String.join("", stanzas).getBytes(ISO_8859_1));
    return new StatusMerge(
        List.copyOf(SessionPackages.since(DpkgStatus.EMPTY, session, Set.of()).changes().values()),
        Map.of());
  }

  @Test
  void aTriggerStaysOutstandingWhereItsPackageComesBackAndNowhereElse() throws Exception {
    String pending = waiting("svc", "triggers-pending", "Triggers-Pending: svc-named\n");
    String awaiting = waiting("data", "triggers-awaited", "Triggers-Awaited: svc man-db\n");
    String both = new String(coming(awaiting, pending).merge(Optional.of(new byte[0])), ISO_8859_1);
    assertThat(both)
        .contains("Triggers-Pending: svc-named\n")
        .contains("Status: install ok triggers-awaited\n")
        .contains("Triggers-Awaited: svc\n");
    assertThat(new String(coming(awaiting).merge(Optional.of(new byte[0])), ISO_8859_1))
        .contains("Status: install ok installed\n")
        .doesNotContain("Triggers");
  }

  @Test
  void aTriggerThatHasRunHereIsNotOutstandingAgain() throws Exception {
    String pending = waiting("svc", "triggers-pending", "Triggers-Pending: svc-named\n");
    byte[] here = waiting("svc", "installed", "").getBytes(ISO_8859_1);
    assertThat(coming(pending).merge(Optional.of(here))).isSameAs(here);
  }

  @Test
  void aPackageThatIsNotHereCanBeHeld() throws Exception {
    StatusMerge merge = new StatusMerge(List.of(), Map.of(amd64("never"), true));
    byte[] held = merge.merge(Optional.of(Recorded.bytes("base/status")));
    assertThat(new String(held, ISO_8859_1))
        .contains("Package: never\nStatus: hold ok not-installed\nArchitecture: amd64\n\n");
    assertThat(merge.merge(Optional.of(held))).isSameAs(held);
  }
}
