package io.envsnap.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.tree.Changes;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonOriginTest {
  @TempDir private Path root;
  private FolderTree tree;

  @BeforeEach
  void debian() {
    tree =
        new FolderTree(root)
            .program("/usr/bin/python3.11")
            .link("/usr/bin/python3", "python3.11")
            .program("/usr/bin/python3.9")
            .link("/usr/local/bin/python3", "/usr/bin/python3.11");
  }

  private boolean isOfSession(String called, String... touched) throws IOException {
    SortedMap<TreePath, FileStatus> changed = new TreeMap<>();
    for (String path : touched) {
      changed.put(TreePath.of(path), tree.status(TreePath.of(path)).orElseThrow());
    }
    TreePath prefix = TreePath.of("/usr");
    return PythonOrigin.isOfSession(
        tree,
        new Changes(changed, new TreeSet<>(), new TreeSet<>(), List.of()),
        new PythonInterpreter(TreePath.of(called), "3.11.2", "", prefix, prefix, List.of()));
  }

  @Test
  void whatTheSessionDidNotTouchIsTheImages() throws IOException {
    assertThat(isOfSession("/usr/bin/python3")).isFalse();
  }

  @Test
  void aNewNameForTheImagesProgramIsTheImages() throws IOException {
    assertThat(isOfSession("/usr/local/bin/python3", "/usr/local/bin/python3")).isFalse();
  }

  @Test
  void theImagesProgramStaysTheImagesWhenItIsUpgraded() throws IOException {
    assertThat(isOfSession("/usr/bin/python3", "/usr/bin/python3.11")).isFalse();
  }

  @Test
  void aNewProgramIsTheSessions() throws IOException {
    assertThat(isOfSession("/usr/bin/python3.9", "/usr/bin/python3.9")).isTrue();
  }
}
