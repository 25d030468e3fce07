package io.envsnap.agent.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.spec.lockfile.EcosystemId;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SelectionTest {
  private static final Entry NUMPY = entry("pip", "numpy");
  private static final Entry JQ = entry("apt", "jq");

  @Test
  void meansEverythingWhenNothingIsSaid() {
    assertThat(Selection.ALL.includes(NUMPY)).isTrue();
  }

  @Test
  void meansAWholeEcosystemOrOneEntryOfIt() {
    assertThat(new Selection(List.of("pip")).includes(NUMPY)).isTrue();
    assertThat(new Selection(List.of("pip:numpy")).includes(NUMPY)).isTrue();
    assertThat(new Selection(List.of("pip:scipy", "apt")).includes(NUMPY)).isFalse();
    assertThat(new Selection(List.of("pip:scipy", "apt")).includes(JQ)).isTrue();
  }

  @Test
  void namesWordsThatMeanNothing() {
    assertThat(new Selection(List.of("pip", "apt:jk")).unmatched(List.of(NUMPY, JQ)))
        .containsExactly("apt:jk");
  }

  private static Entry entry(String ecosystem, String name) {
    return new Entry(
        new EntryKey(new EcosystemId(ecosystem), "packages", "", name),
        "1",
        true,
        List.of(),
        new TreeMap<>());
  }
}
