package io.envsnap.agent.snapshot;

import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.LocalTree;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.lockfile.EcosystemId;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.Placement;
import io.envsnap.spec.snapshot.TreeNode;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A folder of files for tests of snapshots. */
public final class Tree {
  static final EntryKey ENTRY = new EntryKey(new EcosystemId("files"), "paths", "", "/x");

  private final Path root;

  public Tree(Path root) {
    this.root = root;
  }

  public Tree file(String path, byte[] bytes) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
    return this;
  }

  public static byte[] noise(long seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  public SnapshotDraft draft() throws IOException {
    return draft(List.of());
  }

  /** A draft that continues snapshots. */
  public SnapshotDraft draft(List<Digest> parents) throws IOException {
    List<RecordedPath> paths = new ArrayList<>();
    LocalTree tree = LocalTree.at(root);
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.filter(one -> !one.equals(root)).toList()) {
        TreePath treePath = TreePath.of("/" + root.relativize(path));
        Optional<FileStatus> status = tree.status(treePath);
        paths.add(new RecordedPath(treePath, status, ENTRY, Placement.CONTENT, Optional.empty()));
      }
    }
    return new SnapshotDraft(paths, Map.of(), parents, "test 1", "nowhere");
  }

  public LocalTree local() throws IOException {
    return LocalTree.at(root);
  }

  /** Which files of a snapshot come back with other bytes than the tree has. */
  public List<String> wrong(OpenSnapshot snapshot) throws Exception {
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
    snapshot.read(files, new Keeper(got), io.envsnap.agent.progress.Progress.SILENT);
    List<String> wrong = new ArrayList<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        String name = "/" + root.relativize(path);
        if (!Arrays.equals(got.remove(name), Files.readAllBytes(path))) {
          wrong.add(name);
        }
      }
    }
    wrong.addAll(got.keySet());
    return wrong;
  }

  static boolean isFile(FileStatus status) {
    return status.kind() == NodeKind.FILE;
  }

  /** Keeps what is delivered. */
  record Keeper(Map<String, byte[]> got) implements BlobReceiver {
    @Override
    public Sink begin(TreeNode.RegularFile file) {
      ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
      return new Sink() {
        @Override
        public void write(ByteBuffer piece) {
          bytes.put(piece);
        }

        @Override
        public void finish() {
          got.put(file.path().value(), bytes.array());
        }

        @Override
        public void abort() {}
      };
    }
  }
}
