package io.envsnap.agent.disk;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where envsnap keeps what it knows of this machine; root-only, and never part of a snapshot.
 *
 * @param path {@code /var/lib/envsnap} for root, {@code ~/.local/state/envsnap} for others
 */
public record StateFolder(Path path) {
  /** Makes the folder, for nobody else to look into. */
  public void make() throws IOException {
    WholeFile.makePrivateFolder(path);
  }

  /** The taken baseline. */
  public Path baseline() {
    return path.resolve("baseline");
  }

  /** What the launcher noted before it installed anything for envsnap itself. */
  public Path launcher() {
    return path.resolve("launcher");
  }

  /** Which snapshot this machine's state descends from, by name. */
  public Path lineage() {
    return path.resolve("lineage.json");
  }

  /** What restores did on this machine. */
  public Path restored() {
    return path.resolve("restored.gz");
  }

  /** Digests of files that were read or written here. */
  public Path digests() {
    return path.resolve("digests");
  }

  /** Which paths lie in which segments of the last record. */
  public Path segments() {
    return path.resolve("segments");
  }

  /** Digests of a person's files that hold no secret. */
  public Path searched() {
    return path.resolve("searched");
  }

  /** Packs on their way into a store. */
  public Path spool() {
    return path.resolve("spool");
  }

  /** What hooks write, and when boots began. */
  public Path journal() {
    return path.resolve("journal");
  }

  /** The hooks' scripts, and the note of what was installed. */
  public Path hooks() {
    return path.resolve("hooks");
  }

  /** What the agent needs, and what it says of itself. */
  public Path agent() {
    return path.resolve("agent");
  }

  /** Removes what a run that was cut off left in the spool; for whoever holds the lock. */
  public void clearSpool() throws IOException {
    if (Files.isDirectory(spool())) {
      try (DirectoryStream<Path> left = Files.newDirectoryStream(spool())) {
        for (Path pack : left) {
          Files.deleteIfExists(pack);
        }
      }
    }
  }

  /** What the last record saw of this machine, so that one that sees the same need not go on. */
  public Path seen() {
    return path.resolve("seen.json");
  }

  /** There while a restore has begun and not ended; it holds the name that was being restored. */
  public Path unfinished() {
    return path.resolve("restore-unfinished");
  }

  /** Paths that the restore which has begun and not ended set out to remove. */
  public Path removals() {
    return path.resolve("restore-removals");
  }

  /** Where a restore fetches and builds what it installs; empty between restores. */
  public Path installing() {
    return path.resolve("installing");
  }

  /** Held by the one verb that may run. */
  public Path lock() {
    return path.resolve("lock");
  }
}
