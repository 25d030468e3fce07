package io.envsnap.agent.snapshot;

import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.Metadata;
import io.envsnap.spec.snapshot.Placement;
import io.envsnap.spec.snapshot.TreeNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One digest of all that a run of paths says, whatever packs its bytes lie in. Two runs that share
 * it are the same segment; to tell that from the segments themselves takes four times as long.
 */
final class RunDigest {
  private final DigestWriter out = new DigestWriter();
  private @Nullable EntryKey entry;

  private RunDigest() {}

  /** Of these paths, in their order. */
  static Digest of(List<ClaimedNode> run) {
    RunDigest digest = new RunDigest();
    run.forEach(digest::add);
    return digest.out.finish();
  }

  private void add(ClaimedNode claimed) {
    TreeNode node = claimed.node();
    out.name(node.path().value());
    out.number(claimed.placement() == Placement.LATE ? 1 : 0);
    entry(claimed.entry());
    if (node instanceof TreeNode.RegularFile file) {
      out.number('f');
      metadata(file.metadata());
      out.number(file.size());
      out.digest(file.digest());
    } else if (node instanceof TreeNode.Directory folder) {
      out.number('d');
      metadata(folder.metadata());
    } else if (node instanceof TreeNode.Symlink link) {
      out.number('l');
      metadata(link.metadata());
      out.name(link.target());
    } else if (node instanceof TreeNode.HardLink link) {
      out.number('h');
      out.name(link.target().value());
    } else {
      out.number('x');
    }
  }

  private void entry(EntryKey key) {
    boolean same = key.equals(entry);
    out.number(same ? 1 : 0);
    if (!same) {
      out.text(key.ecosystem().value());
      out.text(key.kind());
      out.name(key.scope());
      out.name(key.name());
      entry = key;
    }
  }

  private void metadata(Metadata metadata) {
    out.number(metadata.mode());
    out.owner(metadata.owner());
    out.time(metadata.mtime());
    out.number(metadata.xattrs().size());
    metadata.xattrs().forEach(this::xattr);
  }

  private void xattr(String name, String value) {
    out.text(name);
    out.text(value);
  }
}
