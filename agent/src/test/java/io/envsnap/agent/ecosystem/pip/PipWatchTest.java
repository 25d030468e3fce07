package io.envsnap.agent.ecosystem.pip;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.tree.Changes;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.LocalTree;
import io.envsnap.spec.snapshot.TreePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipWatchTest {
  private static final TreePath SITE = TreePath.of("/usr/lib/python3/dist-packages");
  @TempDir private Path root;

  private void process(String number, String words, String space) throws Exception {
    Path folder = Files.createDirectories(root.resolve("proc/" + number + "/ns")).getParent();
    Files.writeString(folder.resolve("cmdline"), words.replace(' ', '\0') + "\0");
    Files.createSymbolicLink(folder.resolve("ns/mnt"), Path.of("mnt:[" + space + "]"));
  }

  @Test
  void namesALivingInstaller() throws Exception {
    process("self", "java -jar envsnap.jar", "1");
    process("17", "python3 train.py", "1");
    try (LocalTree tree = LocalTree.at(root)) {
      assertThat(new PipWatch(tree).atWork()).isEmpty();
      process("18", "python3 -m pip install keras", "1");
      assertThat(new PipWatch(tree).atWork()).contains("`pip install` is running (process 18)");
    }
  }

  @Test
  void theInstallerOfAContainerIsNoneOfOurs() throws Exception {
    process("self", "java -jar envsnap.jar", "1");
    process("18", "pip install keras", "2");
    try (LocalTree tree = LocalTree.at(root)) {
      assertThat(new PipWatch(tree).atWork()).isEmpty();
    }
  }

  @Test
  void seesThatASiteFolderMovedSinceItWasScanned() throws Exception {
    Path site = Files.createDirectories(root.resolve(SITE.relative()));
    try (LocalTree tree = LocalTree.at(root)) {
      SortedMap<TreePath, FileStatus> changed = new TreeMap<>();
      changed.put(SITE, tree.status(SITE).orElseThrow());
      Changes scanned = new Changes(changed, new TreeSet<>(), new TreeSet<>(), List.of());
      PipWatch watch = new PipWatch(tree);
      assertThat(watch.moved(scanned)).isFalse();
      Files.createDirectory(site.resolve("keras"));
      assertThat(watch.moved(scanned)).isTrue();
    }
  }
}
