package io.envsnap.agent.store.gdrive;

import io.envsnap.agent.disk.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Creates no more than two files a second, after two at once: Drive is known to allow that with one
 * more to spare, and slows down for longer whoever asks more often. A run that follows another goes
 * on where that one was.
 */
final class Pace {
  private static final int BURST = 2;
  private static final Duration EACH = Duration.ofMillis(500);

  private static final String NOTE = "drive-pace";
  private static final Duration REMEMBERED = Duration.ofSeconds(5);

  private final InstantSource clock;
  private final Pauses pauses;
  private final Path folder;
  private Instant next;

  /**
   * A pace.
   *
   * @param folder envsnap's state folder, where the next run finds what this one did last
   */
  Pace(InstantSource clock, Pauses pauses, Path folder) {
    this.clock = clock;
    this.pauses = pauses;
    this.folder = folder;
    this.next = noted(folder.resolve(NOTE)).orElse(Instant.MIN);
    if (next.isAfter(clock.instant().plus(REMEMBERED))) {
      // The clock was set back.
      next = Instant.MIN;
    }
  }

  private static Optional<Instant> noted(Path note) {
    try {
      String text = Files.readString(note).strip();
      return text.matches("[0-9]{1,15}")
          ? Optional.of(Instant.ofEpochMilli(Long.parseLong(text)))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private void note() {
    try {
      WholeFile.makePrivateFolder(folder);
      Files.writeString(folder.resolve(NOTE), Long.toString(next.toEpochMilli()));
    } catch (IOException e) {
      // The next run is refused once or twice, and waits.
      return;
    }
  }

  /** Waits until another file may be created. */
  void create() throws IOException {
    Duration wait;
    synchronized (this) {
      Instant now = clock.instant();
      Instant earliest = now.minus(EACH.multipliedBy(BURST - 1L));
      Instant mine = next.isBefore(earliest) ? earliest : next;
      next = mine.plus(EACH);
      note();
      wait = Duration.between(now, mine);
    }
    if (wait.compareTo(Duration.ZERO) > 0) {
      pauses.pause(wait);
    }
  }
}
