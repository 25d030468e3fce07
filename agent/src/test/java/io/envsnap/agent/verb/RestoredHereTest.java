package io.envsnap.agent.verb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envsnap.spec.lockfile.EcosystemId;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.Placement;
import io.envsnap.spec.snapshot.TreeNode;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoredHereTest {
  private static final EntryKey KEY = key("munge");
  private static final EntryKey OTHER = key("line\nbreak");

  @TempDir private Path folder;

  @Test
  void saysWhatWasWrittenWhateverTheNames() throws IOException {
    RestoredHere all =
        RestoredHere.NOTHING.and(
            Map.of(TreePath.of("/etc/a\tb\n\udcff"), KEY, TreePath.of("/x"), OTHER), Set.of(OTHER));
    Path file = folder.resolve("restored.gz");
    all.write(file);
    assertThat(RestoredHere.read(file)).isEqualTo(all);
  }

  @Test
  void addsPathsOfLaterRestoresButKeepsOnlyTheirPendingEntries() {
    RestoredHere both =
        RestoredHere.NOTHING
            .and(Map.of(TreePath.of("/a"), KEY), Set.of(KEY))
            .and(Map.of(TreePath.of("/b"), KEY), Set.of(OTHER));
    assertThat(both.paths()).containsOnlyKeys(TreePath.of("/a"), TreePath.of("/b"));
    assertThat(both.pending()).containsExactly(OTHER);
  }

  @Test
  void knowsNothingWithoutAFileAndRefusesADamagedOne() throws IOException {
    assertThat(RestoredHere.read(folder.resolve("absent"))).isEqualTo(RestoredHere.NOTHING);
    Path file = folder.resolve("restored.gz");
    RestoredHere.NOTHING.and(Map.of(TreePath.of("/a"), KEY), Set.of()).write(file);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    assertThatThrownBy(() -> RestoredHere.read(file)).isInstanceOf(IOException.class);
  }

  @Test
  void tellsWithoutReadingAllWhetherPathsInTheirOrderAreAmongThoseRestored() throws IOException {
    Path file = folder.resolve("restored.gz");
    Map<TreePath, EntryKey> three = new LinkedHashMap<>();
    three.put(TreePath.of("/a"), KEY);
    three.put(TreePath.of("/b\udcff"), OTHER);
    three.put(TreePath.of("/c"), KEY);
    RestoredHere.NOTHING.and(three, Set.of(OTHER)).write(file);
    Map<TreePath, EntryKey> two = new LinkedHashMap<>(three);
    two.remove(TreePath.of("/b\udcff"));
    assertThat(RestoredHere.says(file, nodes(three), Set.of(OTHER))).isTrue();
    assertThat(RestoredHere.says(file, nodes(two), Set.of(OTHER))).isTrue();
    assertThat(RestoredHere.says(file, nodes(two), Set.of())).isFalse();
    assertThat(RestoredHere.says(file, nodes(two), Set.of(OTHER, KEY))).isFalse();
    two.put(TreePath.of("/c"), OTHER);
    assertThat(RestoredHere.says(file, nodes(two), Set.of(OTHER))).isFalse();
    three.put(TreePath.of("/d"), KEY);
    assertThat(RestoredHere.says(file, nodes(three), Set.of(OTHER))).isFalse();
    assertThat(RestoredHere.says(folder.resolve("absent"), List.of(), Set.of())).isFalse();
  }

  private static List<ClaimedNode> nodes(Map<TreePath, EntryKey> paths) {
    List<ClaimedNode> nodes = new ArrayList<>();
    paths.forEach(
        (path, key) ->
            nodes.add(new ClaimedNode(new TreeNode.Deleted(path), key, Placement.CONTENT)));
    return nodes;
  }

  private static EntryKey key(String name) {
    return new EntryKey(new EcosystemId("apt"), "packages", "amd64", name);
  }
}
