package io.envsnap.agent.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.spec.snapshot.TreePath;
import java.util.List;
import org.junit.jupiter.api.Test;

class AncestorsTest {
  private final Ancestors ancestors =
      new Ancestors(
          List.of(TreePath.of("/proc"), TreePath.of("/mnt/a/b")), List.of(TreePath.of("/home/x")));

  @Test
  void aFolderThatIsNotEnteredIsSkippedWithAllBelow() {
    assertThat(ancestors.isSkipped("/proc")).isTrue();
    assertThat(ancestors.isSkipped("/proc/1")).isTrue();
    assertThat(ancestors.isSkipped("/proc/1/2/3")).isTrue();
    assertThat(ancestors.isSkipped("/mnt/a/b/c/d")).isTrue();
  }

  @Test
  void whatLiesBesideOrAboveItIsNot() {
    assertThat(ancestors.isSkipped("/mnt/a/b/c")).isTrue();
    assertThat(ancestors.isSkipped("/mnt/a/c")).isFalse();
    assertThat(ancestors.isSkipped("/mnt/a")).isFalse();
    assertThat(ancestors.isSkipped("/mnt/a/bc/d")).isFalse();
    assertThat(ancestors.isSkipped("/process")).isFalse();
    assertThat(ancestors.isSkipped("/")).isFalse();
  }

  @Test
  void whatIsEnteredNowMayHaveBeenUnknownThen() {
    assertThat(ancestors.wasUnwatched("/home/x/y")).isTrue();
    assertThat(ancestors.isSkipped("/home/x/y")).isFalse();
    assertThat(ancestors.wasUnwatched("/home/x")).isTrue();
    assertThat(ancestors.wasUnwatched("/home")).isFalse();
    assertThat(ancestors.wasUnwatched("/proc/1")).isFalse();
  }

  @Test
  void theRootIsEnteredWhateverIsSaid() {
    Ancestors all = new Ancestors(List.of(TreePath.ROOT), List.of(TreePath.ROOT));
    assertThat(all.isSkipped("/")).isFalse();
    assertThat(all.isSkipped("/a/b")).isFalse();
    assertThat(all.wasUnwatched("/a")).isFalse();
  }
}
