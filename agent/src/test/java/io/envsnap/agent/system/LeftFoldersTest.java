package io.envsnap.agent.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftFoldersTest {
  @TempDir private Path folder;
  private Path own;
  private String namespace;

  @BeforeEach
  void make() throws IOException {
    own = Files.createTempDirectory(folder, LeftFolders.prefix());
    namespace = LeftFolders.prefix().replaceFirst("[0-9]+-$", "");
  }

  /** Of a process that has ended, as no other has its number yet. */
  private Path left(String name) throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    Path left = Files.createDirectory(folder.resolve(name + ended.pid() + "-1234"));
    Files.writeString(left.resolve("library.tmp"), "x");
    return left;
  }

  @Test
  void whatAKilledProcessLeftGoesAndWhatALivingOneHasStays() throws Exception {
    Path left = left(namespace);
    Path living = Files.createDirectory(folder.resolve(namespace + "1-1234"));
    LeftFolders.removeBeside(own);
    assertThat(left).doesNotExist();
    assertThat(living).exists();
    assertThat(own).exists();
  }

  @Test
  void whatHasAnotherNameOrIsALinkStays() throws Exception {
    Path other = left("other-");
    Path elsewhere = left("envsnap-native-1-");
    Path target = Files.createDirectory(folder.resolve("target"));
    Files.writeString(target.resolve("mine"), "x");
    Path link =
        Files.createSymbolicLink(
            folder.resolve(left("x").getFileName().toString().replaceFirst("^x", namespace)),
            target);
    LeftFolders.removeBeside(own);
    assertThat(other).exists();
    assertThat(elsewhere).exists();
    assertThat(link).isSymbolicLink();
    assertThat(target.resolve("mine")).exists();
  }
}
