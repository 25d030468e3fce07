package io.envsnap.agent.ecosystem.apt;

import static io.envsnap.agent.ecosystem.apt.Recorded.amd64;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EligibilityTest {
  private static final SessionPackages SESSION =
      SessionPackages.since(Recorded.status("base"), Recorded.status("session"), Set.of());
  private static final Dependencies NEEDS = Dependencies.of(Recorded.status("session"));

  private static Map<PackageId, String> base() {
    Map<PackageId, String> base = new HashMap<>();
    DpkgStatus status = Recorded.status("base");
    status.installed().keySet().forEach(id -> base.put(id, status.version(id)));
    return base;
  }

  private static Map<PackageId, String> refusals(DpkgStatus here) {
    return new Eligibility(SESSION.changes(), NEEDS, base(), here).refusals(Map.of());
  }

  private static DpkgStatus other(String replace, String by) {
    String text = new String(Recorded.bytes("other/status"), ISO_8859_1);
    assertThat(text).contains(replace);
    return DpkgStatus.parse(text.replace(replace, by).getBytes(ISO_8859_1));
  }

  @Test
  void onTheSameBaseEverythingComesBack() {
    assertThat(refusals(Recorded.status("base"))).isEmpty();
    assertThat(refusals(Recorded.status("other"))).isEmpty();
  }

  @Test
  void aMovedBasePackageRefusesWhoeverNeedsIt() {
    String version = Recorded.status("base").version(amd64("libzstd1"));
    Map<PackageId, String> refusals =
        refusals(other("Version: " + version + "\n", "Version: 1.5.5\n"));
    assertThat(refusals)
        .containsOnlyKeys(amd64("libzstd-dev"))
        .containsValue("`libzstd1:amd64` is 1.5.5 here and was " + version);
  }

  @Test
  void aMissingBasePackageRefusesWhoeverNeedsItThroughOthers() {
    DpkgStatus here = Recorded.status("other").with(List.of(), List.of(amd64("libc6")));
    assertThat(refusals(here))
        .containsKeys(amd64("jq"), amd64("libjq1"))
        .containsValue("`libc6:amd64` is missing here");
  }

  @Test
  void anotherVersionHereRefusesThePackageAndThoseThatNeedIt() {
    DpkgStatus here =
        Recorded.status("other")
            .with(
                SessionPackagesTest.status("libonig5", "install ok installed", "7")
                    .stanzas()
                    .values(),
                List.of());
    Map<PackageId, String> refusals = refusals(here);
    assertThat(refusals).containsOnlyKeys(amd64("libonig5"), amd64("libjq1"), amd64("jq"));
    assertThat(refusals.get(amd64("jq"))).startsWith("`libonig5:amd64` is 7 here and was ");
  }

  @Test
  void aReasonFoundElsewhereSpreadsToo() {
    Map<PackageId, String> refusals =
        new Eligibility(SESSION.changes(), NEEDS, base(), Recorded.status("other"))
            .refusals(Map.of(amd64("libjq1"), "`/usr/lib/x` belongs to `y` here"));
    assertThat(refusals).containsOnlyKeys(amd64("libjq1"), amd64("jq"));
  }

  @Test
  void whatConflictsWithAPackageOfThisMachineIsRefused() {
    DpkgStatus here =
        other("Package: munge\n", "Package: munge\nConflicts: redis-server (<< 9:1)\n");
    assertThat(refusals(here))
        .containsOnlyKeys(amd64("redis-server"))
        .containsValue("it conflicts with `munge:amd64`, which is installed here");
  }

  @Test
  void aConflictWithAnotherVersionIsNone() {
    assertThat(refusals(other("Package: munge\n", "Package: munge\nConflicts: jq (<< 1.0)\n")))
        .isEmpty();
  }

  @Test
  void aRemovalThatWouldBreakAPackageHereIsRefused() {
    DpkgStatus bare = Recorded.status("base");
    SessionPackages purged =
        SessionPackages.since(bare, bare.with(List.of(), List.of(amd64("libzstd1"))), Set.of());
    DpkgStatus here = other("Package: bc\n", "Package: bc\nPre-Depends: libzstd1\n");
    assertThat(new Eligibility(purged.changes(), NEEDS, Map.of(), here).refusals(Map.of()))
        .containsEntry(amd64("libzstd1"), "`bc:amd64` needs it here");
  }

  @Test
  void packagesOfTheGpuDriverMayHaveAnyVersion() {
    Map<PackageId, String> base = base();
    base.put(amd64("libzstd1"), "");
    DpkgStatus here =
        other(
            "Version: " + Recorded.status("base").version(amd64("libzstd1")) + "\n",
            "Version: 1.5.5\n");
    assertThat(new Eligibility(SESSION.changes(), NEEDS, base, here).refusals(Map.of())).isEmpty();
  }
}
