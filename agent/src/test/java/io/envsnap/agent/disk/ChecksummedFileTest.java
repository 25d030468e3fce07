package io.envsnap.agent.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChecksummedFileTest {
  private static final byte[] FORMAT = "notes 1\n".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void write() {
    file = folder.resolve("notes");
    ChecksummedFile.write(file, FORMAT, Integer.BYTES, bytes -> bytes.putInt(42));
  }

  @Test
  void saysWhatWasWritten() throws IOException {
    assertThat(ChecksummedFile.read(file, FORMAT).orElseThrow().getInt()).isEqualTo(42);
  }

  @Test
  void endsWhereTheContentEnds() throws IOException {
    assertThat(ChecksummedFile.read(file, FORMAT).orElseThrow().remaining())
        .isEqualTo(Integer.BYTES);
  }

  @Test
  void isForItsUserOnly() throws IOException {
    assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
  }

  @Test
  void isNoneWhereItIsMissingOrOfAnotherFormat() throws IOException {
    assertThat(ChecksummedFile.read(folder.resolve("none"), FORMAT)).isEmpty();
    byte[] other = "notes 2\n".getBytes(StandardCharsets.UTF_8);
    assertThat(ChecksummedFile.read(file, other)).isEmpty();
  }

  @Test
  void isNoneWhereAnyBitIsFlippedOrItIsCutAnywhere() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 1;
      Files.write(file, flipped);
      assertThat(ChecksummedFile.read(file, FORMAT)).as("flipped at " + at).isEmpty();
      Files.write(file, Arrays.copyOf(whole, at));
      assertThat(ChecksummedFile.read(file, FORMAT)).as("cut at " + at).isEmpty();
    }
  }
}
