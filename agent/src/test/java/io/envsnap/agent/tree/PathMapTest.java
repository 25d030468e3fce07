package io.envsnap.agent.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envsnap.spec.snapshot.TreePath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** It answers whatever a sorted map of the same paths does. */
@SuppressWarnings("JdkObsolete") // it is a sorted map, and no navigable one
class PathMapTest {
  private final Random random = new Random(7);

  @Test
  void itAnswersAsATreeMapDoes() {
    for (int size : new int[] {0, 1, 2, 3, 64, 1000, 5000}) {
      SortedMap<TreePath, Integer> expected = new TreeMap<>();
      while (expected.size() < size) {
        expected.put(path(size), random.nextInt());
      }
      List<Map.Entry<TreePath, Integer>> entries = new ArrayList<>(expected.entrySet());
      Collections.shuffle(entries, random);
      PathMap<Integer> map = PathMap.of(entries);
      assertSame(map, expected, size);
      for (int n = 0; n < 50; n++) {
        TreePath one = path(size);
        TreePath other = path(size);
        assertSame(map.headMap(one), expected.headMap(one), size);
        assertSame(map.tailMap(one), expected.tailMap(one), size);
        TreePath first = one.compareTo(other) < 0 ? one : other;
        TreePath last = one.compareTo(other) < 0 ? other : one;
        assertSame(map.subMap(first, last), expected.subMap(first, last), size);
        assertSame(map.tailMap(first).headMap(last), expected.subMap(first, last), size);
        SortedMap<TreePath, Integer> even = new TreeMap<>(expected.tailMap(first));
        even.values().removeIf(value -> value % 2 != 0);
        assertSame(map.tailMap(first).only((path, value) -> value % 2 == 0), even, size);
      }
    }
  }

  private void assertSame(
      SortedMap<TreePath, Integer> map, SortedMap<TreePath, Integer> expected, int size) {
    assertThat(map).hasSameSizeAs(expected);
    assertThat(List.copyOf(map.keySet())).isEqualTo(List.copyOf(expected.keySet()));
    assertThat(List.copyOf(map.values())).isEqualTo(List.copyOf(expected.values()));
    assertThat(List.copyOf(map.entrySet())).isEqualTo(List.copyOf(expected.entrySet()));
    List<TreePath> visited = new ArrayList<>();
    map.forEach((path, value) -> visited.add(path));
    assertThat(visited).isEqualTo(List.copyOf(expected.keySet()));
    for (int n = 0; n < 50; n++) {
      TreePath path = path(size);
      assertThat(map.get(path)).isEqualTo(expected.get(path));
      assertThat(map.containsKey(path)).isEqualTo(expected.containsKey(path));
      assertThat(map.keySet().contains(path)).isEqualTo(expected.containsKey(path));
    }
    if (expected.isEmpty()) {
      assertThatThrownBy(map::firstKey).isInstanceOf(NoSuchElementException.class);
      assertThatThrownBy(map::lastKey).isInstanceOf(NoSuchElementException.class);
    } else {
      assertThat(map.firstKey()).isEqualTo(expected.firstKey());
      assertThat(map.lastKey()).isEqualTo(expected.lastKey());
    }
  }

  @Test
  void ofOnePathTwiceTheLaterCounts() {
    TreePath path = TreePath.of("/a");
    assertThat(PathMap.of(List.of(Map.entry(path, 1), Map.entry(path, 2))))
        .containsExactly(Map.entry(path, 2));
  }

  @Test
  void itCannotBeChanged() {
    PathMap<Integer> map = PathMap.of(List.of(Map.entry(TreePath.of("/a"), 1)));
    assertThatThrownBy(() -> map.put(TreePath.of("/b"), 2))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> map.keySet().remove(TreePath.of("/a")))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(map::clear).isInstanceOf(UnsupportedOperationException.class);
    assertThat(map).hasSize(1);
  }

  /** Some of them are there, and all are alike. */
  private TreePath path(int size) {
    return TreePath.of("/many/f" + random.nextInt(2 * size + 2));
  }
}
