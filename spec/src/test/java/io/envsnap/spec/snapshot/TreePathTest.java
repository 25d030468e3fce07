package io.envsnap.spec.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No path leads elsewhere than it reads, whichever way it was made. */
class TreePathTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "..", "/", "a/", "/a", "a//b", "a/./b", "a/../b", "a/..", "./a", "a\0b"})
  void aChildHasAnOrdinaryName(String name) {
    for (TreePath folder : new TreePath[] {TreePath.ROOT, TreePath.of("/usr/lib")}) {
      assertThatThrownBy(() -> folder.child(name))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("not an absolute normal path");
      assertThatThrownBy(() -> TreePath.of(folder.value() + "/" + name))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a/b", "...", ".a", "a.", "a b", "\udc80", "..a/b..", "\u00e9"})
  void aChildIsThePathOfItsText(String name) {
    assertThat(TreePath.ROOT.child(name)).isEqualTo(TreePath.of("/" + name));
    assertThat(TreePath.of("/usr").child(name)).isEqualTo(TreePath.of("/usr/" + name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a/b", "//", "/a/", "/a//b", "/.", "/..", "/a/../b", "/a\0"})
  void whatIsNoNormalPathIsRefused(String text) {
    assertThatThrownBy(() -> TreePath.of(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aboveAPathIsTheFolderThatHoldsIt() {
    assertThat(TreePath.of("/a/b").parent()).contains(TreePath.of("/a"));
    assertThat(TreePath.of("/a").parent()).contains(TreePath.ROOT);
    assertThat(TreePath.ROOT.parent()).isEmpty();
  }
}
