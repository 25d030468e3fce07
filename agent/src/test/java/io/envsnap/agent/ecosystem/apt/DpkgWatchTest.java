package io.envsnap.agent.ecosystem.apt;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.tree.Changes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DpkgWatchTest {
  private static final Changes NONE =
      new Changes(new TreeMap<>(), new TreeSet<>(), new TreeSet<>(), List.of());

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

  private DpkgWatch watch() throws Exception {
    return DpkgWatch.begin(new FolderTree(root));
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
  void nobodyIsAtWorkWhenNobodyHoldsTheLock() throws Exception {
    DpkgWatch watch = watch();
    assertThat(watch.atWork()).isEmpty();
    assertThat(watch.moved(NONE)).isFalse();
  }

  @Test
  void saysWhenAptIsAtWork() throws Exception {
    locks("WRITE");
    assertThat(watch().atWork()).contains("apt or dpkg is at work on `/var/lib/dpkg`");
    assertThat(watch().moved(NONE)).isTrue();
  }

  @Test
  void aReadLockIsNobodyAtWork() throws Exception {
    locks("READ");
    assertThat(watch().atWork()).isEmpty();
  }

  @Test
  void seesThatTheDatabaseMovedMeanwhile() throws Exception {
    DpkgWatch watch = watch();
    Files.delete(status);
    Files.writeString(status, "Package: b\n");
    assertThat(watch.moved(NONE)).isTrue();
    assertThat(watch().moved(NONE)).isFalse();
  }

  @Test
  void aMachineWithoutDpkgNeverMoves() throws Exception {
    Files.delete(status);
    Files.delete(lock);
    assertThat(watch().atWork()).isEmpty();
    assertThat(watch().moved(NONE)).isFalse();
  }
}
