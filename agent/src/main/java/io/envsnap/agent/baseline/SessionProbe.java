package io.envsnap.agent.baseline;

import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.LocalTree;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at this machine for the signs of when its session began. */
public final class SessionProbe {
  private static final TreePath CONTAINER = TreePath.of("/.dockerenv");
  private static final TreePath FIRST_BOOT = TreePath.of("/var/lib/cloud/instance/sem");
  private static final TreePath SYSTEMD = TreePath.of("/run/systemd/system");
  private static final TreePath MACHINE_ID = TreePath.of("/etc/machine-id");
  private static final TreePath SSH = TreePath.of("/etc/ssh");
  private static final TreePath PROGRAMS = TreePath.of("/usr/bin");
  private static final TreePath DEVICES = TreePath.of("/dev");
  private static final TreePath DEVICE_LINK = TreePath.of("/dev/fd");
  private static final String UNION = "overlay";

  private final LocalTree tree;
  private final Path state;
  private final InstantSource clock;

  /**
   * A probe of one machine.
   *
   * @param tree its files
   * @param state envsnap's state folder, whose stamp is a sign of its own
   */
  public SessionProbe(LocalTree tree, Path state, InstantSource clock) {
    this.tree = tree;
    this.state = state;
    this.clock = clock;
  }

  /** A baseline of which only the start of the session is known. */
  public Baseline infer() throws IOException {
    Instant now = clock.instant();
    SessionSigns signs = new SessionSigns(signs(), image());
    return new InferredBaseline(signs.judge(new Timestamp(now.getEpochSecond(), now.getNano())));
  }

  private List<Timestamp> signs() throws IOException {
    List<Timestamp> signs = new ArrayList<>();
    for (LauncherNotes.Window run : LauncherNotes.read(state.resolve("launcher")).windows()) {
      signs.add(run.from());
    }
    changed(CONTAINER).ifPresent(signs::add);
    containerDisk().ifPresent(signs::add);
    for (String name : tree.list(tree.resolveParents(FIRST_BOOT))) {
      TreePath path = tree.resolveParents(FIRST_BOOT).child(name);
      tree.status(path).map(FileStatus::mtime).ifPresent(signs::add);
    }
    if (signs.isEmpty()) {
      signs.addAll(identity());
    }
    firstProcess(clock.millis()).ifPresent(signs::add);
    boot().ifPresent(signs::add);
    return signs;
  }

  /** The upper folder of a container's disk is made with the container and outlives restarts. */
  private Optional<Timestamp> containerDisk() throws IOException {
    boolean union = Files.getFileStore(tree.root()).type().equals(UNION);
    return union ? tree.birth(TreePath.ROOT) : Optional.empty();
  }

  /**
   * What the first boot of a whole machine writes once. A container's image may have brought it
   * along, and so says nothing.
   */
  private List<Timestamp> identity() throws IOException {
    List<Timestamp> signs = new ArrayList<>();
    if (tree.status(SYSTEMD).isPresent()) {
      changed(MACHINE_ID).ifPresent(signs::add);
      for (String name : tree.list(SSH)) {
        if (name.startsWith("ssh_host_")) {
          changed(SSH.child(name)).ifPresent(signs::add);
        }
      }
    }
    return signs;
  }

  /** When the machine was booted, by the clock of that moment: it may have been set since. */
  private Optional<Timestamp> boot() throws IOException {
    Optional<FileStatus> devices = tree.status(DEVICES);
    Optional<FileStatus> root = tree.status(TreePath.ROOT);
    boolean mounted =
        devices.isPresent() && root.isPresent() && devices.get().device() != root.get().device();
    return mounted
        ? tree.status(DEVICE_LINK)
            .filter(status -> status.kind() == NodeKind.SYMLINK)
            .map(FileStatus::ctime)
        : Optional.empty();
  }

  /** When the inodes of the image's programs were changed. */
  private List<Timestamp> image() throws IOException {
    List<Timestamp> times = new ArrayList<>();
    for (String name : tree.list(PROGRAMS)) {
      changed(PROGRAMS.child(name)).ifPresent(times::add);
    }
    return times;
  }

  private Optional<Timestamp> changed(TreePath path) throws IOException {
    return tree.status(path).map(FileStatus::ctime);
  }

  private static Optional<Timestamp> firstProcess(long nowMillis) {
    try {
      String stat = Files.readString(Path.of("/proc/1/stat"), StandardCharsets.ISO_8859_1);
      String uptime = Files.readString(Path.of("/proc/uptime"), StandardCharsets.ISO_8859_1);
      return SessionSigns.processStart(stat, uptime, nowMillis);
    } catch (IOException e) {
      // A sandbox without /proc has no such sign; the others remain.
      return Optional.empty();
    }
  }
}
