package io.envsnap.agent.restore;

import io.envsnap.agent.concurrent.Crew;
import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.snapshot.BlobReceiver;
import io.envsnap.agent.snapshot.OpenSnapshot;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.tree.FileDraft;
import io.envsnap.agent.tree.TreeWriter;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.TreeNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Writes recorded paths: deletions and folders first, then files and links. */
final class NodePlacer {
  private final TreeWriter writer;
  private final Optional<OpenSnapshot> snapshot;
  private final Progress progress;
  private final List<TreeNode.Directory> folders = new ArrayList<>();
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
    int known = folders.size();
    List<TreeNode.RegularFile> contents = new ArrayList<>();
    List<TreeNode> links = new ArrayList<>();
    for (ClaimedNode one : claimed) {
      TreeNode node = one.node();
      if (node instanceof TreeNode.Directory folder) {
        folders.add(folder);
      } else if (node instanceof TreeNode.RegularFile file) {
        contents.add(file);
      } else if (!(node instanceof TreeNode.Deleted)) {
        links.add(node);
      }
    }
    Crew.all(
        folders.subList(known, folders.size()),
        () -> {
          TreeWriter own = writer.another();
          return (number, folder) -> own.directory(folder);
        });
    if (!contents.isEmpty()) {
      snapshot.orElseThrow().read(contents, new Receiver(writer), progress);
    }
    for (TreeNode link : links) {
      if (link instanceof TreeNode.Symlink symlink) {
        writer.symlink(symlink);
      } else if (link instanceof TreeNode.HardLink hardLink) {
        writer.hardLink(hardLink);
      }
    }
  }

  /** Deepest first, so that a folder is empty when its turn comes. */
  private void delete(List<ClaimedNode> claimed) throws IOException {
    for (int at = claimed.size() - 1; at >= 0; at--) {
      TreeNode node = claimed.get(at).node();
      if (node instanceof TreeNode.Deleted && !writer.remove(node.path())) {
        writer.removeIfEmpty(node.path());
      }
    }
  }

  /** Gives the folders their recorded times, which writing into them has moved. */
  void finish() throws IOException {
    writer.directoryTimes(folders);
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
