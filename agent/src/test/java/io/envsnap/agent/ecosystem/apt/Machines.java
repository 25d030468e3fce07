package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.baseline.Baseline;
import io.envsnap.agent.baseline.LauncherNotes;
import io.envsnap.agent.ecosystem.Capture;
import io.envsnap.agent.ecosystem.CaptureContext;
import io.envsnap.agent.ecosystem.PlanContext;
import io.envsnap.agent.ecosystem.Wanted;
import io.envsnap.agent.host.HostFacts;
import io.envsnap.agent.process.CommandException;
import io.envsnap.agent.process.CommandRunner;
import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.tree.Changes;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.lockfile.Accelerator;
import io.envsnap.spec.lockfile.Base;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.Metadata;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreeNode;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What tests need around a machine that lies in a folder. */
final class Machines {
  private static final CommandRunner NO_PROGRAMS =
      command -> {
        throw new CommandException("`" + command.words().get(0) + "` is not there");
      };

  private Machines() {}

  static Changes noChanges() {
    return new Changes(new TreeMap<>(), new TreeSet<>(), new TreeSet<>(), List.of());
  }

  /** A base that lies in a folder of its own. */
  record KnownBase(Timestamp sessionStart, HostTree base) implements Baseline {
    @Override
    public boolean taken() {
      return true;
    }

    @Override
    public Optional<byte[]> file(TreePath path) {
      try {
        return base.read(path, 1 << 24);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public boolean hadPath(TreePath path) {
      try {
        return base.status(path).isPresent();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A base of which nothing is known but when it ended. */
  record UnknownBase(Timestamp sessionStart) implements Baseline {
    @Override
    public boolean taken() {
      return false;
    }

    @Override
    public Optional<byte[]> file(TreePath path) {
      return Optional.empty();
    }

    @Override
    public boolean hadPath(TreePath path) {
      return false;
    }
  }

  /** Every path of the machine that the base lacks or has with another content. */
  static Changes changes(Path machine, Path base) throws IOException {
    SortedMap<TreePath, FileStatus> changed = new TreeMap<>();
    SortedSet<TreePath> deleted = new TreeSet<>();
    HostTree tree = new FolderTree(machine);
    for (TreePath path : paths(machine)) {
      Path before = base.resolve(path.relative());
      Path now = machine.resolve(path.relative());
      boolean same =
          Files.exists(before)
              && Files.isDirectory(before) == Files.isDirectory(now)
              && (Files.isDirectory(now) || Files.mismatch(before, now) < 0);
      if (!same) {
        changed.put(path, tree.status(path).orElseThrow());
      }
    }
    for (TreePath path : paths(base)) {
      if (!Files.exists(machine.resolve(path.relative()))) {
        deleted.add(path);
      }
    }
    return new Changes(changed, deleted, new TreeSet<>(), List.of());
  }

  private static List<TreePath> paths(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(path -> !path.equals(root))
          .map(path -> TreePath.of("/" + root.relativize(path)))
          .toList();
    }
  }

  static HostFacts host() {
    return new HostFacts(
        "debian 12",
        "",
        "6.1",
        "x86_64",
        "2.36",
        "",
        0,
        List.of(),
        new Accelerator("", "", List.of()));
  }

  static CaptureContext capturing(Path machine, Changes changes, Baseline baseline, String... own) {
    return new CaptureContext(
        new FolderTree(machine),
        changes,
        Set.of(),
        baseline,
        host(),
        NO_PROGRAMS,
        new LauncherNotes(Set.of(own), List.of()),
        Progress.SILENT);
  }

  static PlanContext planning(Path machine, Baseline baseline) {
    return new PlanContext(new FolderTree(machine), baseline, host(), NO_PROGRAMS, Progress.SILENT);
  }

  /** What a restore would be asked for after that capture. */
  static Wanted wanted(Capture capture, Path machine, Changes changes) throws IOException {
    Map<EntryKey, List<ClaimedNode>> nodes = new HashMap<>();
    for (var claim : new TreeMap<>(capture.claims()).entrySet()) {
      FileStatus status = changes.changed().get(claim.getKey());
      nodes
          .computeIfAbsent(claim.getValue().entry(), key -> new ArrayList<>())
          .add(
              new ClaimedNode(
                  node(machine, claim.getKey(), status),
                  claim.getValue().entry(),
                  claim.getValue().placement()));
    }
    return new Wanted(
        capture.entries(),
        nodes,
        capture.parts(),
        new Base("debian 12", "", "6.1", "x86_64", "2.36", "", List.of(), true));
  }

  private static TreeNode node(Path machine, TreePath path, FileStatus status) throws IOException {
    if (status == null) {
      return new TreeNode.Deleted(path);
    }
    Metadata metadata =
        new Metadata(status.mode(), status.owner(), status.mtime(), new TreeMap<>());
    return switch (status.kind()) {
      case DIRECTORY -> new TreeNode.Directory(path, metadata);
      case SYMLINK -> new TreeNode.Symlink(path, metadata, status.target());
      default -> {
        byte[] bytes = Files.readAllBytes(machine.resolve(path.relative()));
        yield new TreeNode.RegularFile(path, metadata, bytes.length, Digest.of(bytes));
      }
    };
  }

  static void write(Path root, String path, String text) throws IOException {
    Path file = root.resolve(path.substring(1));
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** Makes a package that dpkg takes for installed. */
  static void install(Path machine, String name, String version, String fields, String... files)
      throws IOException {
    Path status = machine.resolve("var/lib/dpkg/status");
    String others = Files.exists(status) ? Files.readString(status) : "";
    String mine =
        Stream.of(others.split("\n\n", -1))
            .filter(stanza -> !stanza.isBlank() && !stanza.startsWith("Package: " + name + "\n"))
            .map(stanza -> stanza.strip() + "\n\n")
            .reduce("", String::concat);
    write(
        machine,
        "/var/lib/dpkg/status",
        mine
            + "Package: %s\nStatus: install ok installed\nArchitecture: amd64\nVersion: %s\n%s\n"
                .formatted(name, version, fields));
    StringBuilder list = new StringBuilder("/.\n/usr\n");
    for (String file : files) {
      write(machine, file, name + " " + version + "\n");
      list.append(Path.of(file).getParent()).append('\n').append(file).append('\n');
    }
    write(machine, "/var/lib/dpkg/info/" + name + ".list", list.toString());
  }
}
