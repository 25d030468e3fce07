package io.envsnap.agent.baseline;

import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks at this machine for the signs of when its session began. */
public final class SessionProbe {
  private static final TreePath CONTAINER = TreePath.of("/.dockerenv");
  private static final TreePath FIRST_BOOT = TreePath.of("/var/lib/cloud/instance/sem");

  private final HostTree tree;
  private final Path state;
  private final InstantSource clock;

  /**
   * A probe of one machine.
   *
   * @param tree its files
   * @param state envsnap's state folder, whose stamp is a sign of its own
   */
  public SessionProbe(HostTree tree, Path state, InstantSource clock) {
    this.tree = tree;
    this.state = state;
    this.clock = clock;
  }

  /**
   * A baseline of which only the start of the session is known. Without any sign the session is
   * taken to begin now, so that nothing of the image is ever recorded by mistake.
   */
  public Baseline infer() throws IOException {
    Instant now = clock.instant();
    Timestamp fallback = new Timestamp(now.getEpochSecond(), now.getNano());
    return new InferredBaseline(markers().earliest().orElse(fallback));
  }

  private SessionMarkers markers() throws IOException {
    return new SessionMarkers(
        earliestRun(), ctime(CONTAINER), firstBoot(), firstProcess(clock.millis()));
  }

  /** The launcher's first note: older than whatever it then installed. */
  private Optional<Timestamp> earliestRun() throws IOException {
    LauncherNotes notes = LauncherNotes.read(state.resolve("launcher"));
    return notes.windows().stream().map(LauncherNotes.Window::from).min(Comparator.naturalOrder());
  }

  private Optional<Timestamp> firstBoot() throws IOException {
    TreePath folder = tree.resolveParents(FIRST_BOOT);
    Optional<Timestamp> earliest = Optional.empty();
    for (String name : tree.list(folder)) {
      Optional<Timestamp> made = tree.status(folder.child(name)).map(FileStatus::mtime);
      earliest = Stream.concat(earliest.stream(), made.stream()).min(Comparator.naturalOrder());
    }
    return earliest;
  }

  private Optional<Timestamp> ctime(TreePath path) throws IOException {
    return tree.status(path).map(FileStatus::ctime);
  }

  private static Optional<Timestamp> firstProcess(long nowMillis) {
    try {
      String stat = Files.readString(Path.of("/proc/1/stat"), StandardCharsets.ISO_8859_1);
      String uptime = Files.readString(Path.of("/proc/uptime"), StandardCharsets.ISO_8859_1);
      return SessionMarkers.processStart(stat, uptime, nowMillis);
    } catch (IOException e) {
      // A sandbox without /proc has no such sign; the others remain.
      return Optional.empty();
    }
  }
}
