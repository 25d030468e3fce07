package io.envsnap.agent.watch;

import io.envsnap.agent.disk.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;

/**
 * The files through which the agent, the hooks and the commands speak.
 *
 * @param path the folder
 */
record AgentFolder(Path path) {
  /** The log is cut in two when it is longer, in bytes. */
  static final long LOG_LIMIT = 256 << 10;

  Path lock() {
    return path.resolve("lock");
  }

  Path launch() {
    return path.resolve("launch.json");
  }

  Path revive() {
    return path.resolve("revive");
  }

  Path socket() {
    return path.resolve("git.socket");
  }

  private Path process() {
    return path.resolve("process");
  }

  private Path unsaved() {
    return path.resolve("unsaved");
  }

  Path log() {
    return path.resolve("log");
  }

  /** Says that this process is the agent, and of which build. */
  void announce(String build) throws IOException {
    long pid = ProcessHandle.current().pid();
    WholeFile.write(path.resolve("build"), build.getBytes(StandardCharsets.UTF_8));
    String line = pid + " " + ProcessFacts.start(pid).orElse(0L) + "\n";
    WholeFile.write(process(), line.getBytes(StandardCharsets.US_ASCII));
  }

  /** The build of the agent that announced itself last. */
  String build() throws IOException {
    Path file = path.resolve("build");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  /** The agent, if it is alive. */
  Optional<ProcessHandle> alive() throws IOException {
    if (!Files.isRegularFile(process(), LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    String[] words = Files.readString(process()).strip().split(" ");
    if (words.length != 2 || !words[0].matches("[0-9]{1,18}") || !words[1].matches("[0-9]{1,18}")) {
      return Optional.empty();
    }
    long pid = Long.parseLong(words[0]);
    boolean same = ProcessFacts.start(pid).equals(Optional.of(Long.parseLong(words[1])));
    return same ? ProcessHandle.of(pid) : Optional.empty();
  }

  /** Notes since when something is not saved. */
  void noteUnsaved(Instant since) throws IOException {
    WholeFile.write(
        unsaved(),
        since.truncatedTo(ChronoUnit.SECONDS).toString().getBytes(StandardCharsets.US_ASCII));
  }

  /** Notes that all that the agent knows of is saved. */
  void noteSaved() throws IOException {
    Files.deleteIfExists(unsaved());
  }

  /** Since when something is not saved. */
  Optional<String> unsavedSince() throws IOException {
    return Files.exists(unsaved()) ? Optional.of(Files.readString(unsaved())) : Optional.empty();
  }

  /** Adds a line to the agent's log; the half of it that is old goes when it is too long. */
  void say(Instant at, String sentence) throws IOException {
    if (Files.exists(log()) && Files.size(log()) > LOG_LIMIT) {
      byte[] bytes = Files.readAllBytes(log());
      int half = bytes.length / 2;
      while (half < bytes.length && bytes[half - 1] != '\n') {
        half++;
      }
      WholeFile.write(log(), Arrays.copyOfRange(bytes, half, bytes.length));
    }
    Files.writeString(
        log(),
        at.truncatedTo(ChronoUnit.SECONDS) + " " + sentence + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** Removes all of it. */
  void remove() throws IOException {
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(path);
  }
}
