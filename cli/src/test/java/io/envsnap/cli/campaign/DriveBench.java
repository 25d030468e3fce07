package io.envsnap.cli.campaign;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.snapshot.BlobReceiver;
import io.envsnap.agent.snapshot.Head;
import io.envsnap.agent.snapshot.OpenSnapshot;
import io.envsnap.agent.snapshot.PruneReport;
import io.envsnap.agent.snapshot.PruneRequest;
import io.envsnap.agent.snapshot.RecordedPath;
import io.envsnap.agent.snapshot.SnapshotDraft;
import io.envsnap.agent.snapshot.SnapshotRepository;
import io.envsnap.agent.snapshot.WrittenSnapshot;
import io.envsnap.agent.store.ObjectStore;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.store.gdrive.DrivePlace;
import io.envsnap.agent.store.gdrive.GDriveStore;
import io.envsnap.agent.tree.DigestCache;
import io.envsnap.agent.tree.LocalTree;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.lockfile.EcosystemId;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.Placement;
import io.envsnap.spec.snapshot.TreeNode;
import io.envsnap.spec.snapshot.TreePath;
import io.envsnap.testkit.drive.DriveClock;
import io.envsnap.testkit.drive.DriveEmulator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** Machines that save to one emulated Drive, whose time goes on only when one of them waits. */
final class DriveBench implements AutoCloseable {
  private static final String USER = "ada@example.com";
  private static final EntryKey ENTRY = new EntryKey(new EcosystemId("files"), "paths", "", "/x");

  final DriveEmulator drive;
  private final Path folder;
  private int waits;

  DriveBench(Path folder) {
    this.folder = folder;
    this.drive = DriveEmulator.start(folder.resolve("drive"), DriveClock.standing());
  }

  /** How often a store has waited; it must not go on for ever. */
  int waits() {
    return waits;
  }

  private ObjectStore open(String machine, String address) throws IOException, StoreException {
    Path state = Files.createDirectories(folder.resolve(machine).resolve("state"));
    Path signIn = state.resolve("drive-sign-in.json");
    if (!Files.exists(signIn)) {
      Files.writeString(
          signIn, drive.signInFile("app", drive.refreshToken(USER, "app", "drive")), UTF_8);
    }
    DrivePlace place =
        new DrivePlace(
            drive.base(), Map.of(), folder.resolve(machine), state, state.resolve("spool"));
    return GDriveStore.open(
        address,
        place,
        drive.clock()::now,
        Progress.SILENT,
        time -> {
          waits++;
          drive.clock().advance(time);
        });
  }

  private SnapshotRepository repository(ObjectStore store, String machine) {
    return new SnapshotRepository(
        store, drive.clock()::now, folder.resolve(machine).resolve("packs"));
  }

  /** One file of a machine's tree. */
  void write(String machine, String path, byte[] bytes) throws IOException {
    Path file = folder.resolve(machine).resolve("tree").resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  /** A machine's tree as it is now. */
  Map<String, byte[]> tree(String machine) throws IOException {
    Map<String, byte[]> tree = new TreeMap<>();
    Path root = folder.resolve(machine).resolve("tree");
    try (var all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        tree.put("/" + root.relativize(file), Files.readAllBytes(file));
      }
    }
    return tree;
  }

  /**
   * A save that was told to have been made.
   *
   * @param address of the store
   * @param head its ref
   * @param tree what was saved
   */
  record Saved(String address, Head head, Map<String, byte[]> tree) {}

  /**
   * Saves a machine's tree, by a process of its own.
   *
   * @param wrapped what stands between it and its store
   */
  Saved save(String machine, String address, UnaryOperator<ObjectStore> wrapped)
      throws IOException, StoreException {
    try (ObjectStore real = open(machine, address);
        LocalTree tree = LocalTree.at(folder.resolve(machine).resolve("tree"))) {
      ObjectStore store = wrapped.apply(real);
      SnapshotRepository repository = repository(store, machine);
      List<Head> heads = repository.heads("main");
      List<Digest> parents = heads.stream().limit(1).map(head -> head.ref().snapshot()).toList();
      WrittenSnapshot written =
          repository.write(
              draft(machine, tree, parents), tree, DigestCache.empty(), Progress.SILENT);
      byte[] lockfile =
          ("version: 1\nbase:\n  os: debian 12\nsnapshot: {store: \""
                  + store.address()
                  + "\", id: \"sha256:"
                  + written.id().hex()
                  + "\"}\n")
              .getBytes(UTF_8);
      Head head = repository.commit("main", written, lockfile, heads.stream().limit(1).toList());
      return new Saved(store.address(), head, tree(machine));
    }
  }

  private SnapshotDraft draft(String machine, LocalTree tree, List<Digest> parents)
      throws IOException {
    List<RecordedPath> paths = new ArrayList<>();
    for (String path : tree(machine).keySet()) {
      TreePath treePath = TreePath.of(path);
      paths.add(
          new RecordedPath(
              treePath, tree.status(treePath), ENTRY, Placement.CONTENT, Optional.empty()));
    }
    return new SnapshotDraft(paths, Map.of(), parents, "test 1", "nowhere");
  }

  /** Prunes by a process of its own. */
  PruneReport prune(
      String machine, String address, PruneRequest request, UnaryOperator<ObjectStore> wrapped)
      throws IOException, StoreException {
    try (ObjectStore store = open(machine, address)) {
      return repository(wrapped.apply(store), machine).prune(request, Progress.SILENT);
    }
  }

  /** All refs, the one first that a restore takes. */
  List<Head> history(String machine, String address) throws IOException, StoreException {
    try (ObjectStore store = open(machine, address)) {
      return repository(store, machine).history("main");
    }
  }

  /** What a machine gets that restores a ref. */
  Map<String, byte[]> restore(String machine, String address, Head head)
      throws IOException, StoreException {
    try (ObjectStore store = open(machine, address)) {
      SnapshotRepository repository = repository(store, machine);
      repository.lockfile(head.ref().lockfile());
      OpenSnapshot snapshot = repository.open(head.ref().snapshot());
      Map<String, byte[]> got = new ConcurrentHashMap<>();
      List<TreeNode.RegularFile> files = new ArrayList<>();
      snapshot
          .nodes()
          .forEach(
              claimed -> {
                if (claimed.node() instanceof TreeNode.RegularFile file) {
                  files.add(file);
                }
              });
      snapshot.read(files, file -> new Sink(file, got), Progress.SILENT);
      return got;
    }
  }

  /** What the store says of itself. */
  List<String> problems(String machine, String address) throws IOException, StoreException {
    try (ObjectStore store = open(machine, address)) {
      return repository(store, machine).verify(Progress.SILENT).problems();
    }
  }

  private record Sink(
      TreeNode.RegularFile file, Map<String, byte[]> got, byte[] all, ByteBuffer bytes)
      implements BlobReceiver.Sink {
    Sink(TreeNode.RegularFile file, Map<String, byte[]> got) {
      this(file, got, new byte[(int) file.size()]);
    }

    Sink(TreeNode.RegularFile file, Map<String, byte[]> got, byte[] all) {
      this(file, got, all, ByteBuffer.wrap(all));
    }

    @Override
    public void write(ByteBuffer piece) {
      bytes.put(piece);
    }

    @Override
    public void finish() {
      got.put(file.path().value(), all);
    }

    @Override
    public void abort() {}
  }

  @Override
  public void close() {
    drive.close();
  }
}
