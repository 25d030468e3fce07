package io.envsnap.agent.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.spec.digest.Digest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeenTest {
  private static final Seen SEEN =
      new Seen(digest("m"), digest("r"), digest("s"), digest("l"), digest("y"), 45_000, 3L << 40);

  @TempDir private Path folder;

  private static Digest digest(String text) {
    return Digest.of(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void whatWasSeenIsReadAsItWasWritten() throws Exception {
    Path file = folder.resolve("seen.json");
    assertThat(Seen.read(file)).isEmpty();
    SEEN.write(file);
    assertThat(Seen.read(file)).contains(SEEN);
  }

  @Test
  void itsOwnLockfileIsToldFromAnyOther() {
    assertThat(SEEN.wrote("y".getBytes(StandardCharsets.UTF_8))).contains(SEEN.lockfile());
    assertThat(SEEN.wrote("y\n".getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  @Test
  void whatIsDamagedWasNotSeen() throws Exception {
    Path file = folder.resolve("seen.json");
    SEEN.write(file);
    String whole = Files.readString(file);
    for (int length = 0; length < whole.length() - 1; length++) {
      Files.writeString(file, whole.substring(0, length));
      assertThat(Seen.read(file)).isEmpty();
    }
    Files.writeString(file, whole.replace("45000", "many"));
    assertThat(Seen.read(file)).isEmpty();
    Files.writeString(file, whole.replace(digest("m").toString(), "sha256:1"));
    assertThat(Seen.read(file)).isEmpty();
  }

  @Test
  void aFolderThatCannotBeWrittenToDisturbsNobody() throws Exception {
    SEEN.write(folder.resolve("missing/seen.json"));
    assertThat(folder).isEmptyDirectory();
  }
}
