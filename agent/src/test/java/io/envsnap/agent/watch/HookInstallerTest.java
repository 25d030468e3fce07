package io.envsnap.agent.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.ecosystem.HookFile;
import io.envsnap.spec.snapshot.TreePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HookInstallerTest {
  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-02T03:04:05Z"));

  @TempDir private Path root;

  @Test
  void aFileThatIsTheUsersKeepsItsTimeWithOurBlockAndWithoutIt() throws Exception {
    Path file = Files.createDirectories(root.resolve("etc")).resolve("gitconfig");
    Files.writeString(file, "[user]\n\tname = Ada\n");
    Files.setLastModifiedTime(file, LONG_AGO);
    HookInstaller installer = new HookInstaller(root, root.resolve("hooks"));
    installer.install(List.of(block()));
    assertThat(file).content().contains("name = Ada", "trace2");
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(LONG_AGO);
    installer.remove();
    assertThat(file).hasContent("[user]\n\tname = Ada\n");
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(LONG_AGO);
  }

  @Test
  void aFileThatIsOursAloneGoesWithTheBlock() throws Exception {
    Files.createDirectories(root.resolve("etc"));
    HookInstaller installer = new HookInstaller(root, root.resolve("hooks"));
    installer.install(List.of(block()));
    assertThat(root.resolve("etc/gitconfig")).exists();
    installer.remove();
    assertThat(root.resolve("etc/gitconfig")).doesNotExist();
  }

  private static HookFile block() {
    return HookFile.block(TreePath.of("/etc/gitconfig"), "[trace2]\n\teventTarget = x\n");
  }
}
