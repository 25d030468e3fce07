package io.envsnap.agent.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.spec.snapshot.Timestamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherNotesTest {
  private static final String BEFORE =
      """
      Package: libc6
      Status: install ok installed
      Architecture: amd64
      Version: 2.36-9

      Package: wget
      Status: deinstall ok config-files
      Architecture: amd64
      Version: 1.21
      """;
  private static final String AFTER =
      """
      Package: libc6
      Status: install ok installed
      Architecture: amd64
      Version: 2.36-9+deb12u14
      Description: GNU C Library
       Status: this line belongs to the description

      Package: maven
      Status: install ok installed
      Architecture: all
      Version: 3.8.7-1

      Package: half
      Status: install ok half-installed
      Architecture: amd64
      Version: 1
      """;

  @TempDir private Path folder;

  @Test
  void namesWhatTheLauncherBroughtAndWhatItMoved() throws IOException {
    run("1", BEFORE, AFTER);
    assertThat(LauncherNotes.read(folder).packages())
        .containsExactlyInAnyOrder("maven:all", "libc6:amd64");
  }

  @Test
  void coversTheTimeInWhichItWasAtWorkAndNoOther() throws IOException {
    Instant before = Instant.now().minusSeconds(60);
    run("1", BEFORE, AFTER);
    LauncherNotes notes = LauncherNotes.read(folder);
    Timestamp within = notes.windows().get(0).from();
    assertThat(notes.covers(within)).isTrue();
    assertThat(notes.covers(new Timestamp(before.getEpochSecond(), 0))).isFalse();
  }

  @Test
  void passesOverARunThatWasCutOff() throws IOException {
    Path run = Files.createDirectories(folder.resolve("1"));
    Files.writeString(run.resolve("begin"), "");
    Files.writeString(run.resolve("status.before"), BEFORE);
    assertThat(LauncherNotes.read(folder)).isEqualTo(LauncherNotes.NONE);
  }

  @Test
  void knowsNothingWhereNoLauncherRan() throws IOException {
    assertThat(LauncherNotes.read(folder.resolve("absent"))).isEqualTo(LauncherNotes.NONE);
  }

  private void run(String number, String before, String after) throws IOException {
    Path run = Files.createDirectories(folder.resolve(number));
    Files.writeString(run.resolve("begin"), "");
    Files.writeString(run.resolve("status.before"), before);
    Files.writeString(run.resolve("status.after"), after);
    Files.writeString(run.resolve("end"), "");
  }
}
