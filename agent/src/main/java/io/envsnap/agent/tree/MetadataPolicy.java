package io.envsnap.agent.tree;

import io.envsnap.spec.snapshot.Metadata;
import io.envsnap.spec.snapshot.Owner;
import io.envsnap.spec.snapshot.TreePath;
import java.util.Collections;
import java.util.SortedMap;
import java.util.function.Predicate;

/**
 * What of the recorded metadata a path may get here. Only the superuser can give files away, so for
 * everybody else owners are neither set nor compared. Bits and capabilities that lend a file's
 * rights to whoever runs it are for paths that are trusted with them, and never for a file whose
 * owner could not be set.
 */
final class MetadataPolicy {
  private static final int RUNS_AS_OWNER = 06000;
  private final OwnerLookup owners;
  private final Predicate<TreePath> specialBits;
  private final boolean superuser;

  /** With the users of this machine and the paths that may have setuid, setgid and capabilities. */
  MetadataPolicy(OwnerLookup owners, Predicate<TreePath> specialBits, boolean superuser) {
    this.owners = owners;
    this.specialBits = specialBits;
    this.superuser = superuser;
  }

  /** The users of this machine. */
  OwnerLookup owners() {
    return owners;
  }

  /** Whether owners are set and compared. */
  boolean setsOwners() {
    return superuser;
  }

  /** What {@code stat} shall say of a file, as far as it is known before it is made. */
  WantedStatus wanted(TreePath path, Metadata metadata) {
    return wanted(fileMode(path, metadata), metadata, attributes(path, metadata).isEmpty());
  }

  /** The same of a folder, whose time comes later. */
  WantedStatus wantedFolder(Metadata metadata) {
    return wanted(folderMode(metadata), metadata, true);
  }

  private WantedStatus wanted(int mode, Metadata metadata, boolean bare) {
    int uid = superuser ? uid(metadata.owner()) : WantedStatus.ANY;
    int gid = superuser ? gid(metadata.owner()) : WantedStatus.ANY;
    return new WantedStatus(mode, uid, gid, metadata.mtime(), bare);
  }

  /** The user's number here. */
  int uid(Owner owner) {
    return owners.uid(owner);
  }

  /** The group's number here. */
  int gid(Owner owner) {
    return owners.gid(owner);
  }

  /** The permission bits of a file. */
  int fileMode(TreePath path, Metadata metadata) {
    return isTrusted(path) ? metadata.mode() : metadata.mode() & ~RUNS_AS_OWNER;
  }

  /** The permission bits of a folder, where setgid only says to which group new files belong. */
  int folderMode(Metadata metadata) {
    return metadata.mode();
  }

  /** The extended attributes of a file. */
  SortedMap<String, String> attributes(TreePath path, Metadata metadata) {
    return isTrusted(path) ? Attributes.kept(metadata.xattrs()) : Collections.emptySortedMap();
  }

  private boolean isTrusted(TreePath path) {
    return superuser && specialBits.test(path);
  }
}
