package io.envsnap.agent.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.spec.snapshot.Owner;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreePath;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ChangesTest {
  private static final Timestamp NOW = new Timestamp(1, 0);
  private static final TreePath ONE = TreePath.of("/content/one");
  private static final TreePath TWO = TreePath.of("/content/two");

  private static FileStatus file() {
    return new FileStatus(NodeKind.FILE, 0644, Owner.ROOT, 1, NOW, NOW, 1, 2, 1, "");
  }

  @Test
  void withoutSomePathsAllElseIsAsItWas() {
    SortedMap<TreePath, FileStatus> changed = new TreeMap<>();
    changed.put(ONE, file());
    changed.put(TWO, file());
    TreePath gone = TreePath.of("/content/gone");
    Changes changes =
        new Changes(
            changed, new TreeSet<>(Set.of(gone)), new TreeSet<>(), List.of(), Set.of("/content"));

    Changes others = changes.without(Set.of(ONE));

    assertThat(others.touched(ONE)).isFalse();
    assertThat(others.status(TWO)).contains(file());
    assertThat(others.deleted()).containsExactly(gone);
    assertThat(others.holdsOlder(TreePath.of("/content"))).isTrue();
    assertThat(others.holdsOlder(ONE)).isFalse();
  }
}
