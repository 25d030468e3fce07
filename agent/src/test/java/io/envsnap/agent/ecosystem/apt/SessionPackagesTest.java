package io.envsnap.agent.ecosystem.apt;

import static io.envsnap.agent.ecosystem.apt.Recorded.amd64;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionPackagesTest {
  private static final DpkgLog LOG =
      DpkgLog.parse(Recorded.lines("session/dpkg.log"), ZoneOffset.UTC);

  @Test
  void findsWhatTheSessionInstalledAgainstAKnownBase() {
    SessionPackages session =
        SessionPackages.since(Recorded.status("base"), Recorded.status("session"), Set.of());
    assertThat(session.changes().keySet())
        .extracting(PackageId::name)
        .containsExactly(
            "cron",
            "jq",
            "libjemalloc2",
            "libjq1",
            "liblzf1",
            "libonig5",
            "libzstd-dev",
            "redis-server",
            "redis-tools",
            "zutils");
    assertThat(session.changes().get(amd64("jq")).replaced()).isEmpty();
    assertThat(session.changes().get(amd64("cron")).isConfigFiles()).isTrue();
  }

  @Test
  void theLogTellsTheSameWhereTheBaseIsNotKnown() {
    SessionPackages known =
        SessionPackages.since(Recorded.status("base"), Recorded.status("session"), Set.of());
    SessionPackages inferred =
        SessionPackages.inferred(Recorded.status("session"), Set.of(amd64("gzip")), LOG, true);
    assertThat(inferred.changes()).isEqualTo(known.changes());
  }

  @Test
  void whatCameAndWentLeavesNoEntry() {
    SessionPackages inferred =
        SessionPackages.inferred(Recorded.status("session"), Set.of(), LOG, true);
    assertThat(inferred.changes().keySet()).extracting(PackageId::name).doesNotContain("cowsay");
  }

  @Test
  void withoutALogRewrittenListsTellButNotTheOldVersion() {
    SessionPackages inferred =
        SessionPackages.inferred(
            Recorded.status("session"), Set.of(amd64("jq")), new DpkgLog(List.of()), true);
    assertThat(inferred.changes().get(amd64("jq")).replaced()).isEqualTo(PackageChange.UNKNOWN);
  }

  @Test
  void anUpgradeNamesTheVersionOfTheBase() {
    DpkgStatus before = status("bc", "install ok installed", "1.0");
    DpkgStatus now = status("bc", "install ok installed", "1.1");
    PackageChange known = SessionPackages.since(before, now, Set.of()).changes().get(amd64("bc"));
    DpkgLog log = log("upgrade bc:amd64 1.0 1.1");
    PackageChange inferred =
        SessionPackages.inferred(now, Set.of(), log, true).changes().get(amd64("bc"));
    assertThat(List.of(known.replaced(), inferred.replaced())).containsOnly("1.0");
    assertThat(known.version()).isEqualTo("1.1");
  }

  @Test
  void aRemovedBasePackageIsAChange() {
    DpkgStatus before = status("bc", "install ok installed", "1.0");
    PackageChange known =
        SessionPackages.since(before, DpkgStatus.EMPTY, Set.of()).changes().get(amd64("bc"));
    PackageChange inferred =
        SessionPackages.inferred(
                DpkgStatus.EMPTY, Set.of(), log("remove bc:amd64 1.0 <none>"), true)
            .changes()
            .get(amd64("bc"));
    assertThat(List.of(known.version(), inferred.version())).containsOnly("1.0");
    assertThat(known.isInstalled()).isFalse();
  }

  @Test
  void aReinstallationIsAChange() {
    DpkgStatus same = status("bc", "install ok installed", "1.0");
    assertThat(SessionPackages.since(same, same, Set.of()).changes()).isEmpty();
    assertThat(SessionPackages.since(same, same, Set.of(amd64("bc"))).changes())
        .containsKey(amd64("bc"));
  }

  @Test
  void anUpgradeThatChangesTheArchitectureIsOneChange() {
    DpkgStatus before =
        DpkgStatus.parse(
            "Package: bc\nStatus: install ok installed\nArchitecture: all\nVersion: 1\n\n"
                .getBytes(ISO_8859_1));
    DpkgStatus now = status("bc", "install ok installed", "2");
    Map<PackageId, PackageChange> changes = SessionPackages.since(before, now, Set.of()).changes();
    assertThat(changes.keySet()).containsExactly(amd64("bc"));
    assertThat(changes.get(amd64("bc")).replaced()).isEqualTo("1");
  }

  @Test
  void aHoldOnABasePackageIsNoChangeOfThePackage() {
    SessionPackages session =
        SessionPackages.since(
            status("bc", "install ok installed", "1"),
            status("bc", "hold ok installed", "1"),
            Set.of());
    assertThat(session.changes()).isEmpty();
    assertThat(session.holds()).containsExactly(Map.entry(amd64("bc"), true));
  }

  @Test
  void aHalfInstalledPackageIsNamedAndNotTaken() {
    DpkgStatus now = status("bc", "install reinstreq half-installed", "1");
    SessionPackages session = SessionPackages.since(DpkgStatus.EMPTY, now, Set.of());
    assertThat(session.changes()).isEmpty();
    assertThat(session.unfinished()).containsExactly(amd64("bc"));
    assertThat(
            SessionPackages.inferred(now, Set.of(amd64("bc")), new DpkgLog(List.of()), true)
                .changes())
        .isEmpty();
  }

  private static DpkgLog log(String step) {
    return DpkgLog.parse(List.of("2026-11-24 15:20:31 " + step), ZoneOffset.UTC);
  }

  static DpkgStatus status(String name, String state, String version) {
    return DpkgStatus.parse(
        ("Package: "
                + name
                + "\nStatus: "
                + state
                + "\nArchitecture: amd64\nVersion: "
                + version
                + "\n\n")
            .getBytes(ISO_8859_1));
  }
}
