package io.envsnap.agent.tree;

import io.envsnap.spec.snapshot.Owner;

/** What paths and owners are called before people. */
final class NodeNames {
  private NodeNames() {}

  /** {@code is a folder instead of a file}. */
  static String instead(NodeKind found, NodeKind wanted) {
    return "is " + of(found) + " instead of " + of(wanted);
  }

  private static String of(NodeKind kind) {
    return switch (kind) {
      case FILE -> "a file";
      case DIRECTORY -> "a folder";
      case SYMLINK -> "a symbolic link";
      default -> "a device, socket or pipe";
    };
  }

  /** {@code user:group}, by number where there is no name. */
  static String of(Owner owner) {
    String user = owner.user().isEmpty() ? Integer.toUnsignedString(owner.uid()) : owner.user();
    String group = owner.group().isEmpty() ? Integer.toUnsignedString(owner.gid()) : owner.group();
    return user + ":" + group;
  }
}
