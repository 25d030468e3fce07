package io.envsnap.spec.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.journal.Action;
import io.envsnap.spec.lockfile.Artifact;
import io.envsnap.spec.lockfile.Base;
import io.envsnap.spec.lockfile.EcosystemId;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.lockfile.LeftOut;
import io.envsnap.spec.lockfile.Lockfile;
import io.envsnap.spec.lockfile.Need;
import io.envsnap.spec.lockfile.SnapshotLink;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LockfileMergeTest {
  private static final int TRIPLES = 10_000;

  @Test
  void mergingWithWhatNobodyChangedChangesNothing() {
    Random random = new Random(1);
    for (int i = 0; i < TRIPLES; i++) {
      Lockfile base = lockfile(random);
      Lockfile changed = lockfile(random);
      assertThat(clean(LockfileMerge.of(Optional.of(base), base, changed))).isEqualTo(changed);
      assertThat(clean(LockfileMerge.of(Optional.of(base), changed, base))).isEqualTo(changed);
      assertThat(clean(LockfileMerge.of(Optional.of(base), changed, changed))).isEqualTo(changed);
      assertThat(clean(LockfileMerge.of(Optional.empty(), changed, changed))).isEqualTo(changed);
    }
  }

  @Test
  void swappingTheSidesSwapsTheResults() {
    Random random = new Random(2);
    for (int i = 0; i < TRIPLES; i++) {
      Optional<Lockfile> base =
          random.nextInt(5) == 0 ? Optional.empty() : Optional.of(lockfile(random));
      Lockfile ours = lockfile(random);
      Lockfile theirs = lockfile(random);
      LockfileMerge there = LockfileMerge.of(base, ours, theirs);
      LockfileMerge back = LockfileMerge.of(base, theirs, ours);
      assertThat(back.ours()).isEqualTo(there.theirs());
      assertThat(back.theirs()).isEqualTo(there.ours());
      assertThat(back.isClean()).isEqualTo(there.isClean());
      assertThat(there.isClean()).isEqualTo(there.ours().equals(there.theirs()));
      assertThat(back.conflicts())
          .isEqualTo(there.conflicts().stream().map(MergeConflict::swapped).toList());
    }
  }

  @Test
  void nothingThatASideDidIsLostOrMadeUp() {
    Random random = new Random(3);
    for (int i = 0; i < TRIPLES; i++) {
      Lockfile base = lockfile(random);
      Lockfile ours = lockfile(random);
      Lockfile theirs = lockfile(random);
      LockfileMerge merge = LockfileMerge.of(Optional.of(base), ours, theirs);
      Set<EntryKey> disputed = new HashSet<>();
      merge.conflicts().forEach(conflict -> conflict.key().ifPresent(disputed::add));
      Set<EntryKey> keys = new HashSet<>();
      for (Lockfile each : List.of(base, ours, theirs)) {
        each.entries().forEach(entry -> keys.add(entry.key()));
      }
      for (EntryKey key : keys) {
        Optional<String> was = version(base, key);
        Optional<String> mine = version(ours, key);
        Optional<String> other = version(theirs, key);
        Optional<String> merged = version(merge.ours(), key);
        if (mine.equals(other)) {
          assertThat(merged).isEqualTo(mine);
        } else if (!disputed.contains(key)) {
          assertThat(merged).isEqualTo(mine.equals(was) ? other : mine);
        } else {
          assertThat(merged).isEqualTo(mine);
          assertThat(version(merge.theirs(), key)).isEqualTo(other);
        }
      }
      for (Action action : merge.ours().actions()) {
        assertThat(ours.actions().contains(action) || theirs.actions().contains(action)).isTrue();
      }
      for (Action action : ours.actions()) {
        assertThat(merge.ours().actions().contains(action) || base.actions().contains(action))
            .isTrue();
      }
    }
  }

  @Test
  void mergingAResultAgainChangesNothing() {
    Random random = new Random(4);
    for (int i = 0; i < TRIPLES; i++) {
      Lockfile base = lockfile(random);
      Lockfile ours = lockfile(random);
      Lockfile theirs = lockfile(random);
      Lockfile merged = LockfileMerge.of(Optional.of(base), ours, theirs).ours();
      assertThat(LockfileMerge.of(Optional.of(ours), merged, ours).ours()).isEqualTo(merged);
    }
  }

  @Test
  void askingForAPackageAndUpgradingItGoTogether() {
    Entry before = entry("torch", "2.8", false, "");
    LockfileMerge merge =
        LockfileMerge.of(
            Optional.of(of(before)),
            of(entry("torch", "2.8", true, "")),
            of(entry("torch", "2.9", false, "")));
    assertThat(merge.isClean()).isTrue();
    assertThat(merge.ours().entries()).containsExactly(entry("torch", "2.9", true, ""));
  }

  @Test
  void twoUpgradesOfOnePackageAreAConflict() {
    LockfileMerge merge =
        LockfileMerge.of(
            Optional.of(of(entry("torch", "2.8", true, ""))),
            of(entry("torch", "2.9", true, "")),
            of(entry("torch", "2.10", true, "")));
    assertThat(merge.conflicts())
        .containsExactly(
            new MergeConflict(Optional.of(entry("torch", "", true, "").key()), "2.9", "2.10"));
    assertThat(merge.ours().entries().get(0).version()).isEqualTo("2.9");
    assertThat(merge.theirs().entries().get(0).version()).isEqualTo("2.10");
  }

  @Test
  void anUpgradeOfWhatTheOtherRemovedIsAConflict() {
    LockfileMerge merge =
        LockfileMerge.of(
            Optional.of(of(entry("torch", "2.8", true, ""))),
            of(),
            of(entry("torch", "2.9", true, "")));
    assertThat(merge.conflicts()).singleElement().matches(c -> c.ours().equals("not there"));
    assertThat(merge.ours().entries()).isEmpty();
    assertThat(merge.theirs().entries()).hasSize(1);
  }

  @Test
  void machinesOfDifferentKindsAreAConflictAndOfOneKindAreNot() {
    Lockfile ours = on(base("debian 12", "6.1"), 1);
    Lockfile newerKernel = on(base("debian 12", "6.2"), 2);
    Lockfile otherSystem = on(base("ubuntu 24.04", "6.1"), 2);
    Optional<Lockfile> before = Optional.of(on(base("debian 12", "6.0"), 0));
    assertThat(LockfileMerge.of(before, ours, newerKernel).isClean()).isTrue();
    assertThat(LockfileMerge.of(before, ours, newerKernel).ours().base())
        .isEqualTo(newerKernel.base());
    LockfileMerge apart = LockfileMerge.of(before, ours, otherSystem);
    assertThat(apart.conflicts()).singleElement().matches(c -> c.about().equals("the base"));
    assertThat(apart.ours().base()).isEqualTo(ours.base());
    assertThat(apart.theirs().base()).isEqualTo(otherSystem.base());
  }

  @Test
  void namesTheEntriesWhoseBytesAreInTheOtherSnapshot() {
    Lockfile ours = stored(1, entry("a", "1", true, ""), entry("old", "1", true, ""));
    Lockfile theirs = stored(2, entry("b", "1", true, ""), entry("old", "1", true, ""));
    LockfileMerge merge =
        LockfileMerge.of(Optional.of(of(entry("old", "1", true, ""))), ours, theirs);
    assertThat(merge.isClean()).isTrue();
    assertThat(merge.ours().snapshot()).isEqualTo(theirs.snapshot());
    assertThat(merge.elsewhere()).containsExactly(entry("a", "1", true, "").key());
  }

  private static Lockfile clean(LockfileMerge merge) {
    assertThat(merge.conflicts()).isEmpty();
    assertThat(merge.theirs()).isEqualTo(merge.ours());
    assertThat(merge.elsewhere()).isEmpty();
    return merge.ours();
  }

  private static Optional<String> version(Lockfile lockfile, EntryKey key) {
    return lockfile.entries().stream()
        .filter(entry -> entry.key().equals(key))
        .map(entry -> entry.version())
        .filter(Objects::nonNull)
        .findFirst();
  }

  private static Lockfile of(Entry... entries) {
    return new Lockfile(
        base("debian 12", "6.1"),
        Optional.empty(),
        List.of(entries),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty());
  }

  private static Lockfile on(Base base, int second) {
    return new Lockfile(
        base,
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        List.of(action(second, "jq")),
        Optional.empty());
  }

  private static Lockfile stored(int second, Entry... entries) {
    return new Lockfile(
        base("debian 12", "6.1"),
        Optional.empty(),
        List.of(entries),
        List.of(),
        List.of(),
        List.of(action(second, "jq")),
        Optional.of(new SnapshotLink("dir:/store", Digest.of(new byte[] {(byte) second}))));
  }

  private static Base base(String os, String kernel) {
    return new Base(os, "", kernel, "x86_64", "2.36", "", List.of(), true);
  }

  private static Action action(int second, String name) {
    return new Action(
        Instant.ofEpochSecond(second),
        "apt",
        "0",
        List.of("apt-get", "install", name),
        "/",
        Optional.empty(),
        0,
        List.of());
  }

  private static Entry entry(String name, String version, boolean requested, String extra) {
    EntryKey key = new EntryKey(new EcosystemId("pip"), "packages", "", name);
    Map<String, String> attributes = extra.isEmpty() ? Map.of() : Map.of("extra", extra);
    List<Artifact> artifacts =
        List.of(
            new Artifact(
                name + "-" + version + ".whl",
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty()));
    return new Entry(key, version, requested, artifacts, new TreeMap<>(attributes));
  }

  private static Lockfile lockfile(Random random) {
    List<Entry> entries = new ArrayList<>();
    for (String name : List.of("a", "b", "c", "d", "e", "f")) {
      if (random.nextInt(4) > 0) {
        entries.add(
            entry(
                name,
                "" + random.nextInt(3),
                random.nextBoolean(),
                List.of("", "x", "y").get(random.nextInt(3))));
      }
    }
    List<Need> needs = new ArrayList<>();
    List<LeftOut> leftOut = new ArrayList<>();
    List<Action> actions = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      if (random.nextBoolean()) {
        needs.add(new Need("n" + i, "git", "token " + random.nextInt(2)));
      }
      if (random.nextBoolean()) {
        leftOut.add(new LeftOut("/data/" + i, random.nextInt(2), "large", ""));
      }
      if (random.nextBoolean()) {
        actions.add(action(i, "p" + random.nextInt(2)));
      }
    }
    return new Lockfile(
        base("debian 1" + random.nextInt(2), "6." + random.nextInt(2)),
        Optional.empty(),
        entries,
        needs,
        leftOut,
        actions,
        random.nextBoolean()
            ? Optional.empty()
            : Optional.of(
                new SnapshotLink("dir:/s", Digest.of(new byte[] {(byte) random.nextInt(3)}))));
  }
}
