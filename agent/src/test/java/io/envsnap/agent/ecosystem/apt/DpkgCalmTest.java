package io.envsnap.agent.ecosystem.apt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envsnap.agent.ecosystem.EcosystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DpkgCalmTest {
  @TempDir private Path root;
  private Path lock;
  private Path status;

  @BeforeEach
  void makeDatabase() throws Exception {
    Files.createDirectories(root.resolve("proc"));
    Files.createDirectories(root.resolve("var/lib/dpkg/updates"));
    lock = Files.createFile(root.resolve("var/lib/dpkg/lock-frontend"));
    status = Files.writeString(root.resolve("var/lib/dpkg/status"), "Package: a\n");
  }

  private DpkgCalm calm() {
    return new DpkgCalm(new FolderTree(root), Duration.ofMillis(1));
  }

  private void locks(String kind) throws Exception {
    String inode = Files.getAttribute(lock, "unix:ino").toString();
    Files.writeString(
        root.resolve("proc/locks"),
        "1: FLOCK  ADVISORY  WRITE 1 00:2a:99999 0 EOF\n2: POSIX  ADVISORY  "
            + kind
            + " 123 fd:00:"
            + inode
            + " 0 EOF\n");
  }

  @Test
  void goesAheadWhenNobodyHoldsTheLock() throws Exception {
    DpkgCalm calm = calm();
    assertThat(calm.stillAt(calm.await())).isTrue();
  }

  @Test
  void givesUpWithAHintWhileAptIsAtWork() throws Exception {
    locks("WRITE");
    assertThatThrownBy(() -> calm().await())
        .isInstanceOf(EcosystemException.class)
        .hasMessage("apt or dpkg is at work on `/var/lib/dpkg`")
        .extracting(e -> ((EcosystemException) e).hint())
        .asString()
        .startsWith("Wait until it has ended");
  }

  @Test
  void aReadLockIsNobodyAtWork() throws Exception {
    locks("READ");
    assertThat(calm().await()).isPresent();
  }

  @Test
  void looksAgainWhenTheDatabaseMovedMeanwhile() throws Exception {
    DpkgCalm calm = calm();
    var seen = calm.await();
    Files.delete(status);
    Files.writeString(status, "Package: b\n");
    assertThat(calm.stillAt(seen)).isFalse();
    assertThat(calm.stillAt(calm.await())).isTrue();
  }
}
