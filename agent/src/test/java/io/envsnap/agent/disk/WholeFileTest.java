package io.envsnap.agent.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.envsnap.agent.process.Command;
import io.envsnap.agent.process.SystemCommands;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
  @TempDir Path folder;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void writesForThisUserOnlyUnlessTold() throws IOException {
    Path file = folder.resolve("state");
    WholeFile.write(file, bytes("one"));
    assertThat(mode(file)).isEqualTo("rw-------");

    WholeFile.write(file, WholeFile.READABLE, out -> out.write(bytes("two")));
    assertThat(file).hasContent("two");
    assertThat(mode(file)).isEqualTo("rw-r--r--");
    assertThat(folder.toFile().list()).containsExactly("state");
  }

  @Test
  void keepsTheOldFileWhenTheNewOneCannotBeMade() throws IOException {
    Path file = folder.resolve("state");
    WholeFile.write(file, bytes("old"));

    assertThatThrownBy(
            () ->
                WholeFile.write(
                    file,
                    WholeFile.PRIVATE,
                    out -> {
                      out.write(new byte[200_000]);
                      throw new IOException("the source is gone");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("`" + file + "` cannot be written: the source is gone");
    assertThatThrownBy(
            () ->
                WholeFile.write(
                    file,
                    WholeFile.PRIVATE,
                    out -> {
                      throw new IllegalStateException("a bug");
                    }))
        .hasMessage("a bug");
    assertThat(file).hasContent("old");
    assertThat(folder.toFile().list()).containsExactly("state");
  }

  @Test
  void replacesALinkInsteadOfWritingThroughIt() throws IOException {
    Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "precious");
    Path file = Files.createSymbolicLink(folder.resolve("state"), elsewhere);

    WholeFile.write(file, bytes("new"));

    assertThat(elsewhere).hasContent("precious");
    assertThat(file).isRegularFile().hasContent("new");
  }

  @Test
  void saysThatTheFolderIsMissing() {
    Path file = folder.resolve("none/state");

    assertThatThrownBy(() -> WholeFile.write(file, bytes("x")))
        .hasMessage("the folder of `" + file + "` does not exist");
  }

  @Test
  void makesPrivateFoldersAndKeepsOldOnes() throws IOException {
    Path inner = folder.resolve("a/b");
    WholeFile.makePrivateFolder(inner);
    assertThat(mode(inner)).isEqualTo("rwx------");

    WholeFile.makePrivateFolder(folder);
    WholeFile.makePrivateFolder(inner);
    assertThat(inner).isDirectory();
  }

  @Test
  void saysThatTheDiskIsFullAndLeavesNothing() throws Exception {
    assumeTrue(
        Files.getAttribute(folder, "unix:uid").equals(0) || "true".equals(System.getenv("CI")),
        "needs root: to mount a small disk");
    SystemCommands commands = new SystemCommands();
    commands.require(
        Command.of("mount", "-t", "tmpfs", "-o", "size=64k", "small", folder.toString()));
    try {
      Path file = folder.resolve("state");
      WholeFile.write(file, bytes("old"));

      assertThatThrownBy(
              () -> WholeFile.write(file, WholeFile.PRIVATE, out -> out.write(new byte[1 << 20])))
          .isInstanceOf(DiskFullException.class)
          .hasMessage("no space is left to write `" + file + "`");
      assertThat(file).hasContent("old");
      assertThat(folder.toFile().list()).containsExactly("state");

      commands.require(Command.of("mount", "-o", "remount,ro", folder.toString()));
      assertThatThrownBy(() -> WholeFile.write(file, bytes("x")))
          .isInstanceOf(NotPermittedException.class)
          .hasMessage("`" + file + "` may not be written: its file system is read-only");
    } finally {
      commands.require(Command.of("umount", folder.toString()));
    }
  }
}
