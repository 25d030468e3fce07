package io.envsnap.agent.tree;

import io.envsnap.agent.tree.Difference.Extent;
import io.envsnap.spec.snapshot.Metadata;
import io.envsnap.spec.snapshot.Owner;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreeNode;
import io.envsnap.spec.snapshot.TreePath;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Compares what a path is, apart from its content, with what {@link MetadataPolicy} would set. */
final class MetadataCompare {
  private final MetadataPolicy policy;
  private final OwnerLookup owners;

  /** By that policy. */
  MetadataCompare(MetadataPolicy policy, OwnerLookup owners) {
    this.policy = policy;
    this.owners = owners;
  }

  /** Mode, owner, time to the nanosecond and capabilities. */
  Optional<Difference> ofFile(
      TreeNode.RegularFile file, Stat stat, SortedMap<String, String> attributes) {
    Optional<Difference> difference = ofStatus(file, stat);
    boolean same =
        !policy.setsOwners() || attributes.equals(policy.attributes(file.path(), file.metadata()));
    return difference.isPresent() || same
        ? difference
        : difference(file.path(), "has other capabilities");
  }

  /** Mode, owner and time to the nanosecond. */
  private Optional<Difference> ofStatus(TreeNode.RegularFile file, Stat stat) {
    Metadata wanted = file.metadata();
    String reason = mode(policy.fileMode(file.path(), wanted), stat);
    reason = reason == null ? owner(wanted, stat) : reason;
    boolean sameTime = stat.mtime().equals(wanted.mtime());
    return difference(file.path(), reason == null && !sameTime ? "has another time" : reason);
  }

  /** Mode and owner. */
  Optional<Difference> ofFolder(TreeNode.Directory folder, Stat stat) {
    String reason = mode(policy.folderMode(folder.metadata()), stat);
    return difference(folder.path(), reason == null ? owner(folder.metadata(), stat) : reason);
  }

  /** Owner, and time to the microsecond: all that some tools can set of a link. */
  Optional<Difference> ofLink(TreeNode.Symlink link, Stat stat) {
    String reason = owner(link.metadata(), stat);
    Timestamp wanted = link.metadata().mtime();
    boolean sameTime =
        stat.mtime().seconds() == wanted.seconds()
            && stat.mtime().nanos() / 1000 == wanted.nanos() / 1000;
    return difference(link.path(), reason == null && !sameTime ? "has another time" : reason);
  }

  private static @Nullable String mode(int wanted, Stat stat) {
    return stat.mode() == wanted
        ? null
        : "has mode "
            + Integer.toOctalString(stat.mode())
            + " instead of "
            + Integer.toOctalString(wanted);
  }

  private @Nullable String owner(Metadata wanted, Stat stat) {
    Owner owner = wanted.owner();
    if (!policy.setsOwners()
        || (stat.uid() == policy.uid(owner) && stat.gid() == policy.gid(owner))) {
      return null;
    }
    Owner here = owners.named(stat.uid(), stat.gid());
    return "belongs to " + NodeNames.of(here) + " instead of " + NodeNames.of(owner);
  }

  private static Optional<Difference> difference(TreePath path, @Nullable String reason) {
    return reason == null
        ? Optional.empty()
        : Optional.of(new Difference(path, Extent.METADATA, reason));
  }
}
