package io.envsnap.agent.snapshot;

import io.envsnap.agent.disk.DiskFailedException;
import io.envsnap.agent.disk.NotPermittedException;
import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.lockfile.EcosystemId;
import io.envsnap.spec.lockfile.LeftOut;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.Metadata;
import io.envsnap.spec.snapshot.Owner;
import io.envsnap.spec.snapshot.Part;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreeNode;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Turns the paths of a draft into nodes, and packs their bytes on the way. */
final class SnapshotWriter {
  /** Parts stand in a pack below this folder, where a plain {@code tar} shows what they are. */
  private static final TreePath PARTS = TreePath.of("/.envsnap/parts");

  private static final Metadata PART_METADATA =
      new Metadata(0644, Owner.ROOT, new Timestamp(0, 0), new TreeMap<>());

  private final ContentPacker packer;
  private final Progress progress;
  private final List<ClaimedNode> nodes = new ArrayList<>();
  private final List<Part> parts = new ArrayList<>();
  private final List<LeftOut> unreadable = new ArrayList<>();
  private final Map<List<Long>, TreePath> inodes = new HashMap<>();
  private long contentBytes;

  SnapshotWriter(ContentPacker packer, Progress progress) {
    this.packer = packer;
    this.progress = progress;
  }

  void write(SnapshotDraft draft) throws IOException, StoreException {
    List<RecordedPath> paths = new ArrayList<>(draft.paths());
    paths.sort((one, other) -> one.path().compareTo(other.path()));
    long total = paths.stream().mapToLong(RecordedPath::size).sum();
    progress.start("Packing files", total, Progress.Unit.BYTES);
    packer.expect(paths);
    for (RecordedPath path : paths) {
      node(path)
          .ifPresent(node -> nodes.add(new ClaimedNode(node, path.entry(), path.placement())));
      progress.advance(path.size());
      if (path.isFile()) {
        progress.file();
      }
    }
    Map<EcosystemId, Map<String, byte[]>> sorted = new TreeMap<>(draft.parts());
    for (Map.Entry<EcosystemId, Map<String, byte[]>> ecosystem : sorted.entrySet()) {
      for (Map.Entry<String, byte[]> part : new TreeMap<>(ecosystem.getValue()).entrySet()) {
        part(ecosystem.getKey(), part.getKey(), part.getValue());
      }
    }
    for (ClaimedNode carried : draft.carried()) {
      nodes.add(carried);
      if (carried.node() instanceof TreeNode.RegularFile file) {
        contentBytes += file.size();
      }
    }
    Collections.sort(nodes);
  }

  private void part(EcosystemId ecosystem, String name, byte[] bytes)
      throws IOException, StoreException {
    TreePath path = PARTS.child(ecosystem.value()).child(name);
    TreeNode.RegularFile file = packer.bytes(path, PART_METADATA, bytes);
    parts.add(new Part(ecosystem, name, bytes.length, file.digest()));
  }

  private Optional<TreeNode> node(RecordedPath path) throws IOException, StoreException {
    if (path.status().isEmpty()) {
      return Optional.of(new TreeNode.Deleted(path.path()));
    }
    FileStatus status = path.status().get();
    if (status.kind() == NodeKind.DIRECTORY) {
      return Optional.of(
          new TreeNode.Directory(path.path(), Nodes.metadata(status, new TreeMap<>())));
    }
    if (status.kind() == NodeKind.SYMLINK) {
      Metadata metadata = Nodes.metadata(status, new TreeMap<>());
      return Optional.of(new TreeNode.Symlink(path.path(), metadata, status.target()));
    }
    return status.kind() == NodeKind.FILE ? file(path, status) : Optional.empty();
  }

  private Optional<TreeNode> file(RecordedPath path, FileStatus status)
      throws IOException, StoreException {
    boolean linked = status.links() > 1 && path.substitute().isEmpty();
    List<Long> inode = linked ? List.of(status.device(), status.inode()) : List.of();
    TreePath first = linked ? inodes.get(inode) : null;
    if (first != null) {
      return Optional.of(new TreeNode.HardLink(path.path(), first));
    }
    try {
      Optional<TreeNode.RegularFile> packed = packer.pack(path);
      if (packed.isEmpty()) {
        return leaveOut(path, status, "it changed each time that it was read");
      }
      if (linked) {
        inodes.put(inode, path.path());
      }
      contentBytes += packed.get().size();
      return Optional.of(packed.get());
    } catch (NoSuchFileException e) {
      return leaveOut(path, status, "it went away while recording");
    } catch (DiskFailedException e) {
      return leaveOut(path, status, "the disk failed to read it");
    } catch (NotPermittedException e) {
      return leaveOut(path, status, "this user may not read it");
    }
  }

  private Optional<TreeNode> leaveOut(RecordedPath path, FileStatus status, String reason) {
    unreadable.add(new LeftOut(path.path().value(), status.size(), reason, ""));
    return Optional.empty();
  }

  List<ClaimedNode> nodes() {
    return nodes;
  }

  List<Part> parts() {
    return parts;
  }

  List<LeftOut> unreadable() {
    return unreadable;
  }

  long contentBytes() {
    return contentBytes;
  }
}
