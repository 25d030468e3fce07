package io.envsnap.agent.ecosystem;

import io.envsnap.agent.baseline.Baseline;
import io.envsnap.agent.baseline.LauncherNotes;
import io.envsnap.agent.host.HostFacts;
import io.envsnap.agent.host.PythonInterpreter;
import io.envsnap.agent.process.Command;
import io.envsnap.agent.process.CommandException;
import io.envsnap.agent.process.CommandResult;
import io.envsnap.agent.process.CommandRunner;
import io.envsnap.agent.process.SystemCommands;
import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.tree.Changes;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.LocalTree;
import io.envsnap.agent.tree.NodeKind;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A folder that plays a whole machine, with a session that begins when it is told to. */
public final class TestMachine {
  private static final HostFacts HOST =
      new HostFacts(
          "debian 12",
          "",
          "6.1.0",
          "x86_64",
          "2.36",
          "a processor",
          1L << 30,
          List.of(),
          new Accelerator("", "", List.of()));

  private static final Base BASE =
      new Base("debian 12", "", "6.1.0", "x86_64", "2.36", "", List.of(), false);

  private final LocalTree tree;
  private final CommandRunner programs;
  private final Set<TreePath> before = new HashSet<>();
  private final Map<TreePath, byte[]> kept = new HashMap<>();
  private Timestamp start = new Timestamp(0, 0);
  private final Set<TreePath> mounts = new HashSet<>();
  private boolean taken;
  private HostFacts host = HOST;

  /** A machine below that folder, whose session has begun before anything was there. */
  public TestMachine(Path folder) throws IOException {
    Path root = Files.createDirectories(folder.resolve("root")).toRealPath();
    this.tree = LocalTree.at(root);
    Path home = Files.createDirectories(folder.resolve("home")).toRealPath();
    this.programs = new SystemCommands(Map.of("HOME", home.toString()));
  }

  /** The next machine, empty, at the same address; this one's files are moved aside. */
  public TestMachine next() throws IOException {
    Path folder = Objects.requireNonNull(tree.root().getParent());
    Files.move(tree.root(), folder.resolve("previous"));
    TestMachine next = new TestMachine(folder);
    next.beginSession(true);
    return next;
  }

  /** Its files. */
  public LocalTree tree() {
    return tree;
  }

  /** Where a path of the machine really lies. */
  public Path at(String path) {
    return tree.onDisk(TreePath.of(path));
  }

  /** Writes a file and its folders. */
  public Path write(String path, String text) throws IOException {
    Path file = at(path);
    Path parent = file.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    return Files.writeString(file, text);
  }

  /** Runs a program in a folder of the machine; it must succeed. */
  public String run(String folder, String... words) throws CommandException {
    Command command = Command.of(words).in(Files.isDirectory(at(folder)) ? at(folder) : at("/"));
    CommandResult result = programs.run(command);
    if (!result.succeeded()) {
      throw new CommandException(String.join(" ", words) + ": " + result.error());
    }
    return result.text();
  }

  /** The session begins now: whatever is there belongs to the image. */
  public void beginSession(boolean baselineTaken, String... keep) throws IOException {
    before.clear();
    walk(TreePath.ROOT, (path, status) -> before.add(path));
    for (String path : keep) {
      Optional<byte[]> bytes = tree.read(TreePath.of(path), 1 << 20);
      bytes.ifPresent(original -> kept.put(TreePath.of(path), original));
    }
    taken = baselineTaken;
    // The kernel's clock for files ticks every few milliseconds only: let it tick twice.
    Path stamp = Files.createTempFile("stamp", "");
    pause();
    Files.writeString(stamp, "now");
    start = LocalTree.at(Path.of("/")).status(TreePath.of(stamp.toString())).orElseThrow().ctime();
    Files.delete(stamp);
    pause();
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Gives it an interpreter that looks into these folders. */
  public void python(String path, String version, String... sites) {
    PythonInterpreter python =
        new PythonInterpreter(
            TreePath.of(path),
            version,
            "cpython",
            TreePath.of("/usr"),
            TreePath.of("/usr"),
            Stream.of(sites).map(TreePath::of).toList());
    host =
        new HostFacts(
            HOST.os(),
            HOST.image(),
            HOST.kernel(),
            HOST.architecture(),
            HOST.glibc(),
            HOST.processor(),
            HOST.memoryBytes(),
            List.of(python),
            HOST.accelerator());
  }

  /** What it is. */
  public HostFacts host() {
    return host;
  }

  /** Treats a folder as a mount that scans leave alone. */
  public void mount(String folder) {
    mounts.add(TreePath.of(folder));
  }

  /** What the session changed until now. */
  public Changes changes() throws IOException {
    SortedMap<TreePath, FileStatus> changed = new TreeMap<>();
    SortedSet<TreePath> deleted = new TreeSet<>();
    Set<String> older = new HashSet<>();
    if (taken) {
      deleted.addAll(before);
    }
    walk(
        TreePath.ROOT,
        (path, status) -> {
          deleted.remove(path);
          if (status.ctime().compareTo(start) <= 0) {
            path.parent().ifPresent(parent -> older.add(parent.value()));
          } else if (mounts.stream().noneMatch(path::isWithin)) {
            changed.put(path, status);
          }
        });
    return new Changes(changed, deleted, new TreeSet<>(mounts), List.of(), older);
  }

  private interface Visitor {
    void visit(TreePath path, FileStatus status);
  }

  private void walk(TreePath folder, Visitor visitor) throws IOException {
    for (String name : tree.list(folder)) {
      TreePath path = folder.child(name);
      FileStatus status = tree.status(path).orElseThrow();
      visitor.visit(path, status);
      if (status.kind() == NodeKind.DIRECTORY) {
        walk(path, visitor);
      }
    }
  }

  /** What the image came with. */
  public Baseline baseline() {
    return new Baseline() {
      @Override
      public Timestamp sessionStart() {
        return start;
      }

      @Override
      public boolean taken() {
        return taken;
      }

      @Override
      public Optional<byte[]> file(TreePath path) {
        return taken ? Optional.ofNullable(kept.get(path)) : Optional.empty();
      }

      @Override
      public boolean hadPath(TreePath path) {
        return taken && before.contains(path);
      }
    };
  }

  /** Lets an ecosystem capture. */
  public Capture capture(Ecosystem ecosystem) throws IOException, EcosystemException {
    return capture(ecosystem, Set.of());
  }

  /** Lets an ecosystem capture what others have not claimed. */
  public Capture capture(Ecosystem ecosystem, Set<TreePath> claimed)
      throws IOException, EcosystemException {
    return ecosystem.capture(
        new CaptureContext(
            tree,
            changes(),
            claimed,
            baseline(),
            host,
            programs,
            LauncherNotes.NONE,
            Progress.SILENT));
  }

  /** What a snapshot of a capture would hold. */
  public Wanted wanted(Capture capture) throws IOException {
    Map<EntryKey, List<ClaimedNode>> nodes = new HashMap<>();
    for (Map.Entry<TreePath, Claim> claim : new TreeMap<>(capture.claims()).entrySet()) {
      nodes
          .computeIfAbsent(claim.getValue().entry(), key -> new ArrayList<>())
          .add(
              new ClaimedNode(
                  node(claim.getKey(), capture.substitutes()),
                  claim.getValue().entry(),
                  claim.getValue().placement()));
    }
    return new Wanted(capture.entries(), nodes, capture.parts(), BASE);
  }

  private TreeNode node(TreePath path, Map<TreePath, byte[]> substitutes) throws IOException {
    Optional<FileStatus> found = tree.status(path);
    if (found.isEmpty()) {
      return new TreeNode.Deleted(path);
    }
    FileStatus status = found.get();
    Metadata metadata =
        new Metadata(status.mode(), status.owner(), status.mtime(), new TreeMap<>());
    return switch (status.kind()) {
      case DIRECTORY -> new TreeNode.Directory(path, metadata);
      case SYMLINK -> new TreeNode.Symlink(path, metadata, status.target());
      default -> {
        byte[] bytes = substitutes.getOrDefault(path, tree.read(path, 1 << 30).orElseThrow());
        yield new TreeNode.RegularFile(path, metadata, bytes.length, Digest.of(bytes));
      }
    };
  }

  /** Lets an ecosystem plan the return of what was captured elsewhere. */
  public List<RestoreStep> plan(Ecosystem ecosystem, Wanted wanted) throws EcosystemException {
    return plan(ecosystem, wanted, false).steps();
  }

  /** The same, giving the base its recorded versions where that is asked for. */
  public EcosystemPlan plan(Ecosystem ecosystem, Wanted wanted, boolean pinBase)
      throws EcosystemException {
    return ecosystem.plan(
        wanted, new PlanContext(tree, baseline(), host, programs, Progress.SILENT, pinBase));
  }

  /** Puts the claimed paths of the machine before this one into their places. */
  public void place(Capture capture) throws IOException, CommandException {
    LocalTree previous =
        LocalTree.at(Objects.requireNonNull(tree.root().getParent()).resolve("previous"));
    List<TreePath> folders = new ArrayList<>();
    List<TreePath> deleted = new ArrayList<>();
    for (TreePath path : new TreeMap<>(capture.claims()).keySet()) {
      Optional<FileStatus> status = previous.status(path);
      if (status.isEmpty()) {
        deleted.add(path);
      } else if (status.get().kind() == NodeKind.DIRECTORY) {
        Files.createDirectories(tree.onDisk(path));
        folders.add(path);
      } else {
        String source = previous.onDisk(path).toString();
        Path target = tree.onDisk(path);
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        run("/", "cp", "-a", "--no-preserve=links", source, target.toString());
        byte[] substitute = capture.substitutes().get(path);
        if (substitute != null) {
          Files.write(target, substitute);
          run("/", "touch", "-r", source, target.toString());
        }
      }
    }
    Collections.reverse(deleted);
    for (TreePath path : deleted) {
      Files.deleteIfExists(tree.onDisk(path));
    }
    for (TreePath folder : folders) {
      run("/", "touch", "-r", previous.onDisk(folder).toString(), at(folder.value()).toString());
    }
  }

  /** Names of entries and what they say, one a line. */
  public static String spoken(Capture capture) {
    StringBuilder text = new StringBuilder();
    capture.entries().stream()
        .sorted()
        .forEach(
            entry ->
                text.append(entry.key().kind())
                    .append(' ')
                    .append(entry.key().name())
                    .append(' ')
                    .append(entry.attributes())
                    .append('\n'));
    return text.toString();
  }

  /** Reads a file of the machine. */
  public String read(String path) {
    try {
      return Files.readString(at(path), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
