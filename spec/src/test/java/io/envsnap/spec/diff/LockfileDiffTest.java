package io.envsnap.spec.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envsnap.spec.lockfile.Artifact;
import io.envsnap.spec.lockfile.EcosystemId;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LockfileDiffTest {
  private static Entry entry(String name, String version, Map<String, String> attributes) {
    EntryKey key = new EntryKey(new EcosystemId("pip"), "packages", "", name);
    return new Entry(key, version, false, List.of(), new TreeMap<>(attributes));
  }

  @Test
  void tellsAddedRemovedAndChangedApart() {
    List<Entry> before = List.of(entry("b", "1", Map.of()), entry("gone", "1", Map.of()));
    List<Entry> after = List.of(entry("new", "1", Map.of()), entry("b", "2", Map.of()));
    LockfileDiff diff = LockfileDiff.between(before, after);
    assertThat(diff.added()).containsExactly(entry("new", "1", Map.of()));
    assertThat(diff.removed()).containsExactly(entry("gone", "1", Map.of()));
    assertThat(diff.changed()).singleElement().matches(EntryChange::changesVersion);
    assertThat(diff.isEmpty()).isFalse();
    assertThat(LockfileDiff.between(before, before).isEmpty()).isTrue();
  }

  @Test
  void namesEachAspectThatDiffers() {
    Entry before = entry("a", "1", Map.of("hold", "true", "same", "x", "old", "y"));
    Entry plain = entry("a", "1", Map.of("hold", "false", "same", "x", "new", ""));
    Artifact wheel =
        new Artifact("a.whl", Optional.empty(), Optional.empty(), OptionalLong.empty());
    Entry after = new Entry(plain.key(), "1", true, List.of(wheel), plain.attributes());
    assertThat(new EntryChange(before, after).aspects())
        .containsExactly(
            new EntryChange.Aspect("requested", "false", "true"),
            new EntryChange.Aspect("artifacts", "", "a.whl"),
            new EntryChange.Aspect("hold", "true", "false"),
            new EntryChange.Aspect("new", "", ""),
            new EntryChange.Aspect("old", "y", ""));
  }

  @Test
  void givesTheSecondWhenAppliedToTheFirst() {
    Random random = new Random(7);
    for (int i = 0; i < 500; i++) {
      List<Entry> before = some(random);
      List<Entry> after = some(random);
      LockfileDiff diff = LockfileDiff.between(before, after);
      List<Entry> applied = new ArrayList<>(before);
      applied.removeAll(diff.removed());
      diff.changed().forEach(change -> applied.remove(change.before()));
      diff.changed().forEach(change -> applied.add(change.after()));
      applied.addAll(diff.added());
      assertThat(applied).containsExactlyInAnyOrderElementsOf(after);
      LockfileDiff back = LockfileDiff.between(after, before);
      assertThat(back.added()).isEqualTo(diff.removed());
      assertThat(back.removed()).isEqualTo(diff.added());
    }
  }

  private static List<Entry> some(Random random) {
    List<Entry> entries = new ArrayList<>();
    for (String name : List.of("a", "b", "c", "d", "e")) {
      if (random.nextBoolean()) {
        entries.add(entry(name, "" + random.nextInt(2), Map.of("x", "" + random.nextInt(2))));
      }
    }
    return entries;
  }

  @Test
  void refusesTwoEntriesForOneThing() {
    List<Entry> twice = List.of(entry("a", "1", Map.of()), entry("a", "2", Map.of()));
    assertThatThrownBy(() -> LockfileDiff.between(twice, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("two entries for pip a");
  }
}
