package io.envsnap.agent.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadingFolderTest {
  @TempDir private Path folder;

  private Path left(String name, boolean held) throws IOException {
    Path left = Files.createDirectory(folder.resolve(name));
    Files.writeString(left.resolve("library.tmp"), "x");
    if (held) {
      Files.createFile(left.resolve("held"));
    }
    return left;
  }

  private List<Path> made() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    }
  }

  @Test
  void isThereUntilItIsClosed() throws IOException {
    try (LoadingFolder own = LoadingFolder.make(folder).orElseThrow()) {
      assertThat(own.path()).isDirectory().hasParent(folder);
      assertThat(Files.getPosixFilePermissions(own.path())).hasSize(3);
    }
    assertThat(made()).isEmpty();
  }

  @Test
  void takesAwayWhatKilledProcessesLeft() throws IOException {
    Path left = left("envsnap-native-1", true);
    Path unlocked = left("envsnap-native-2", false);
    Files.setLastModifiedTime(unlocked, FileTime.from(Instant.now().minusSeconds(60)));
    LoadingFolder.make(folder).orElseThrow().close();
    assertThat(left).doesNotExist();
    assertThat(unlocked).doesNotExist();
  }

  @Test
  void leavesWhatIsInUseOrBeingMade() throws Exception {
    Path used = left("envsnap-native-1", true);
    Path fresh = left("envsnap-native-2", false);
    String hold =
        "import fcntl,sys; f=open(sys.argv[1],'r+b'); fcntl.lockf(f, fcntl.LOCK_EX);"
            + " print('held', flush=True); sys.stdin.read()";
    Process holder =
        new ProcessBuilder("python3", "-c", hold, used.resolve("held").toString()).start();
    try {
      assertThat(holder.inputReader().readLine()).isEqualTo("held");
      LoadingFolder.make(folder).orElseThrow().close();
      assertThat(used.resolve("library.tmp")).exists();
      assertThat(fresh).exists();
    } finally {
      holder.destroy();
    }
  }

  @Test
  void followsNoLinksAndTouchesNothingOfOtherNames() throws IOException {
    Path target = left("mine", true);
    Path link = Files.createSymbolicLink(folder.resolve("envsnap-native-1"), target);
    LoadingFolder.make(folder).orElseThrow().close();
    assertThat(link).isSymbolicLink();
    assertThat(target.resolve("library.tmp")).exists();
  }

  @Test
  void isNoneWhereNothingCanBeWritten() {
    assertThat(LoadingFolder.make(folder.resolve("missing"))).isEmpty();
  }
}
