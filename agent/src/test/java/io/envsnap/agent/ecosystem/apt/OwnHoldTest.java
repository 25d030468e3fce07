package io.envsnap.agent.ecosystem.apt;

import static io.envsnap.agent.ecosystem.apt.Recorded.amd64;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OwnHoldTest {
  private static final String HELD = "hold ok installed";
  private static final String FREE = "install ok installed";

  private static PackageChange change(String before, String now) {
    DpkgStatus base = SessionPackagesTest.status("bc", before, "1");
    DpkgStatus session = SessionPackagesTest.status("bc", now, "2");
    return SessionPackages.since(base, session, Set.of()).changes().get(amd64("bc"));
  }

  private static Optional<String> against(PackageChange change, String state, String version) {
    return OwnHold.against(change, SessionPackagesTest.status("bc", state, version));
  }

  @Test
  void aHoldOfThisMachinesOwnIsInTheWayAndNamesTheCommandThatLetsItGo() {
    assertThat(against(change(FREE, FREE), HELD, "1")).get().asString().contains("`bc` 1 on hold");
    assertThat(against(change(FREE, FREE), HELD, "3"))
        .contains("this machine has `bc` 3 on hold; `apt-mark unhold bc` lets it go");
    assertThat(against(change(FREE, FREE), FREE, "1")).isEmpty();
  }

  @Test
  void aHoldThatTheSessionMetOrHadSaysNothingAgainstTheRecordedVersion() {
    assertThat(against(change(HELD, FREE), HELD, "1")).isEmpty();
    assertThat(against(change(FREE, HELD), HELD, "1")).isEmpty();
  }

  @Test
  void whatIsHereAsRecordedStaysOnHold() throws Exception {
    assertThat(against(change(FREE, FREE), HELD, "2")).isEmpty();
    StatusMerge merge = new StatusMerge(List.of(change(FREE, FREE)), Map.of());
    byte[] here = SessionPackagesTest.status("bc", HELD, "2").bytes();
    assertThat(merge.merge(Optional.of(here))).isSameAs(here);
  }

  @Test
  void aHoldOfTheBaseThatTheSessionLiftedIsLifted() throws Exception {
    StatusMerge merge = new StatusMerge(List.of(change(HELD, FREE)), Map.of());
    byte[] here = SessionPackagesTest.status("bc", HELD, "2").bytes();
    assertThat(merge.merge(Optional.of(here)))
        .isEqualTo(SessionPackagesTest.status("bc", FREE, "2").bytes());
  }
}
