package io.envsnap.agent.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.spec.journal.Origin;
import io.envsnap.spec.journal.ProcessKey;
import io.envsnap.spec.journal.Told;
import io.envsnap.spec.lockfile.EcosystemId;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ExplainedTest {
  private static final Origin ALPHA = new Origin("Al_pha", "1.0", "", "", new TreeMap<>());

  @Test
  void whatAToldCommandInstalledIsExplained() {
    assertThat(unknown("pip", "packages", "al-pha", told("pip", "/", List.of(ALPHA)))).isFalse();
    Told apt = told("apt", "/", List.of()).changing(List.of("+ jq 1.0", "~ curl 0.9 -> 1.0"));
    assertThat(unknown("apt", "packages", "jq:amd64", apt)).isFalse();
    assertThat(unknown("apt", "packages", "curl", apt)).isFalse();
  }

  @Test
  void whatNoToldCommandInstalledIsUnknown() {
    assertThat(unknown("pip", "packages", "beta", told("pip", "/", List.of(ALPHA)))).isTrue();
    assertThat(unknown("apt", "packages", "jq", told("apt", "/", List.of()))).isTrue();
    assertThat(unknown("git", "repositories", "/content/a", told("git", "/content/b", List.of())))
        .isTrue();
  }

  @Test
  void aCommandThatDoesNotSayWhatItInstalledMayHaveBeenIt() {
    assertThat(unknown("pip", "packages", "beta", told("conda", "/", List.of()))).isFalse();
    assertThat(unknown("pip", "packages", "beta", told("uv", "/", List.of()))).isTrue();
  }

  @Test
  void aPipThatSaidWhatItChangedExplainsNothingElse() {
    Told pip = told("pip", "/", List.of()).changing(List.of("+ al-pha 1.0"));
    assertThat(unknown("pip", "packages", "al-pha", pip)).isFalse();
    assertThat(unknown("pip", "packages", "beta", pip)).isTrue();
    assertThat(unknown("pip", "packages", "beta", told("pip", "/", List.of()))).isTrue();
    assertThat(unknown("pip", "packages", "beta", told("pip", "/", List.of()).ended(110, 137)))
        .isFalse();
  }

  @Test
  void gitExplainsWhereItRanAndWhatItsWordsName() {
    Told inside = told("git", "/content/a/src", List.of());
    assertThat(unknown("git", "repositories", "/content/a", inside)).isFalse();
    Told clone = told("git", "/content", List.of(), "git", "clone", "https://git.example/a.git");
    assertThat(unknown("git", "repositories", "/content/a", clone)).isFalse();
    assertThat(unknown("git", "repositories", "/srv/b", clone)).isTrue();
    Told failed = told("git", "", List.of(), "git", "clone", "https://git.example/nosuch.git");
    assertThat(unknown("git", "repositories", "/srv/b", failed)).isTrue();
  }

  @Test
  void inASessionThatIsNotWatchedNothingIsMissing() {
    assertThat(new Explained(List.of(), false).isUnknown(entry("pip", "packages", "beta")))
        .isFalse();
  }

  private static boolean unknown(String ecosystem, String kind, String name, Told told) {
    return new Explained(List.of(told), true).isUnknown(entry(ecosystem, kind, name));
  }

  private static Entry entry(String ecosystem, String kind, String name) {
    EntryKey key = new EntryKey(new EcosystemId(ecosystem), kind, "", name);
    return new Entry(key, "1.0", true, List.of(), new TreeMap<>());
  }

  private static Told told(String by, String folder, List<Origin> origins, String... words) {
    ProcessKey key = new ProcessKey("b00", 7, 100);
    return new Told(by, key, 0, folder, List.of(words), 110, 0, origins, List.of(), List.of());
  }
}
