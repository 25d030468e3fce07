package io.envsnap.agent.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
  @TempDir Path folder;

  @Test
  void isTakenByOneRunAtATime() throws IOException {
    Path file = folder.resolve("lock");
    try (FolderLock first = FolderLock.take(file)) {
      assertThat(first).isNotNull();
      assertThatThrownBy(() -> FolderLock.take(file))
          .isInstanceOf(FolderInUseException.class)
          .hasMessage("`" + folder + "` is in use by this process already");
      assertThat(Files.readString(file)).isEqualTo("" + ProcessHandle.current().pid());
    }
    FolderLock.take(file).close();
  }

  @Test
  void namesTheProcessThatHoldsIt() throws Exception {
    Path file = Files.writeString(folder.resolve("lock"), "");
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LockHolder.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(other.inputReader().readLine()).isEqualTo("held");
      assertThatThrownBy(() -> FolderLock.take(file))
          .isInstanceOf(FolderInUseException.class)
          .hasMessage(
              "`" + folder + "` is in use by another envsnap (process " + other.pid() + ")");
    } finally {
      other.destroyForcibly().waitFor();
    }
    FolderLock.take(file).close();
  }

  @Test
  void saysThatTheFolderIsMissing() {
    assertThatThrownBy(() -> FolderLock.take(folder.resolve("none/lock")))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("does not exist");
  }
}
