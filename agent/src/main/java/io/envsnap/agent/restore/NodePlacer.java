package io.envsnap.agent.restore;

import io.envsnap.agent.concurrent.Crew;
import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.snapshot.BlobReceiver;
import io.envsnap.agent.snapshot.OpenSnapshot;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.tree.FileDraft;
import io.envsnap.agent.tree.StagedFolders;
import io.envsnap.agent.tree.TreeWriter;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.TreeNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Writes recorded paths: deletions and folders first, then files and links. */
final class NodePlacer {
  private final TreeWriter writer;
  private final Optional<OpenSnapshot> snapshot;
  private final Progress progress;
  private final AtomicInteger files = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  /** Without a snapshot there can be no files to write. */
  NodePlacer(TreeWriter writer, Optional<OpenSnapshot> snapshot, Progress progress) {
    this.writer = writer;
    this.snapshot = snapshot;
    this.progress = progress;
  }

  /** Writes these, given in path order, so that a folder comes before what it holds. */
  void place(List<ClaimedNode> claimed) throws IOException, StoreException {
    delete(claimed);
    List<TreeNode> nodes = claimed.stream().map(ClaimedNode::node).toList();
    StagedFolders staged = writer.staging();
    try {
      write(nodes, staged);
    } catch (IOException | StoreException | RuntimeException e) {
      try {
        staged.unveil(nodes);
      } catch (IOException another) {
        e.addSuppressed(another);
      }
      throw e;
    }
    staged.unveil(nodes);
  }

  private void write(List<TreeNode> nodes, StagedFolders staged)
      throws IOException, StoreException {
    Crew.all(
        staged.stage(those(TreeNode.Directory.class, nodes)),
        () -> {
          TreeWriter own = writer.another();
          return (number, folder) -> own.directory(folder);
        });
    List<TreeNode.RegularFile> wanted = those(TreeNode.RegularFile.class, nodes);
    List<TreeNode.RegularFile> contents = staged.missing(wanted);
    progress.advance(bytes(wanted) - bytes(contents));
    if (!contents.isEmpty()) {
      snapshot.orElseThrow().read(contents, new Receiver(writer), progress);
    }
    for (TreeNode node : nodes) {
      if (node instanceof TreeNode.Symlink symlink) {
        writer.symlink(symlink);
      } else if (node instanceof TreeNode.HardLink hardLink) {
        writer.hardLink(hardLink);
      }
    }
  }

  private static long bytes(List<TreeNode.RegularFile> files) {
    return files.stream().mapToLong(TreeNode.RegularFile::size).sum();
  }

  private static <N extends TreeNode> List<N> those(Class<N> kind, List<TreeNode> nodes) {
    return nodes.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** Deepest first, so that a folder is empty when its turn comes. */
  private void delete(List<ClaimedNode> claimed) throws IOException {
    for (int at = claimed.size() - 1; at >= 0; at--) {
      TreeNode node = claimed.get(at).node();
      if (node instanceof TreeNode.Deleted) {
        writer.removeAny(node.path());
      }
    }
  }

  /** Gives folders their recorded times, which writing into them has moved. */
  void settle(List<ClaimedNode> claimed) throws IOException {
    List<TreeNode> nodes = claimed.stream().map(ClaimedNode::node).toList();
    writer.directoryTimes(those(TreeNode.Directory.class, nodes));
  }

  Placed placed() {
    return new Placed(files.get(), bytes.get());
  }

  /** Puts each file in its place as soon as all of its bytes have come. */
  private final class Receiver implements BlobReceiver {
    private final TreeWriter own;

    private Receiver(TreeWriter own) {
      this.own = own;
    }

    @Override
    public BlobReceiver another() throws IOException {
      return new Receiver(writer.another());
    }

    @Override
    public Sink begin(TreeNode.RegularFile file) throws IOException {
      FileDraft draft = own.create(file);
      return new Sink() {
        @Override
        public void write(ByteBuffer buffer) throws IOException {
          draft.write(buffer);
        }

        @Override
        public void finish() throws IOException {
          draft.commit();
          files.incrementAndGet();
          bytes.addAndGet(file.size());
        }

        @Override
        public void abort() {
          draft.abort();
        }
      };
    }
  }
}
