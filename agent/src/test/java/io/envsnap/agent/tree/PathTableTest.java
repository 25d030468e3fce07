package io.envsnap.agent.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.spec.snapshot.TreePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** It answers whatever a hashed map does, of paths of its map and of any other. */
class PathTableTest {
  private final Random random = new Random(7);

  private TreePath path() {
    return TreePath.of("/many/f" + random.nextInt(400));
  }

  private PathMap<Integer> paths() {
    List<Map.Entry<TreePath, Integer>> some = new ArrayList<>();
    for (int n = 0; n < 200; n++) {
      some.add(Map.entry(path(), n));
    }
    return PathMap.of(some);
  }

  @Test
  void itAnswersAsAHashMapDoes() {
    for (PathMap<Integer> paths :
        List.of(paths(), paths().tailMap(TreePath.of("/many/f2")), paths().headMap(path()))) {
      PathTable<Integer> table = new PathTable<>(paths);
      Map<TreePath, Integer> expected = new HashMap<>();
      for (int n = 0; n < 3000; n++) {
        TreePath path = path();
        if (random.nextInt(3) == 0) {
          assertThat(table.remove(path)).isEqualTo(expected.remove(path));
        } else {
          assertThat(table.put(path, n)).isEqualTo(expected.put(path, n));
        }
        TreePath other = path();
        assertThat(table.get(other)).isEqualTo(expected.get(other));
        assertThat(table.containsKey(other)).isEqualTo(expected.containsKey(other));
        assertThat(table.keySet().contains(other)).isEqualTo(expected.containsKey(other));
      }
      assertThat(table).isEqualTo(expected);
      Map<TreePath, Integer> visited = new HashMap<>();
      table.forEach(visited::put);
      assertThat(visited).isEqualTo(expected);
    }
  }

  @Test
  void thoseOfTheMapComeFirstAndInItsOrder() {
    PathMap<Integer> paths =
        PathMap.of(List.of(Map.entry(TreePath.of("/b"), 1), Map.entry(TreePath.of("/a"), 2)));
    PathTable<String> table = new PathTable<>(paths);
    table.put(TreePath.of("/0"), "other");
    table.put(TreePath.of("/b"), "second");
    table.put(TreePath.of("/a"), "first");
    assertThat(table.values()).containsExactly("first", "second", "other");
  }
}
