package io.envsnap.agent.store;

/** Where each kind of object lies in a folder, as {@code docs/format.md} has it. */
public final class Layout {
  private Layout() {}

  /** The folder of a kind; empty for the store's own. */
  public static String folder(ObjectKind kind) {
    return switch (kind) {
      case PACK -> "packs";
      case SEGMENT -> "index";
      case LOCKFILE -> "lockfiles";
      case SNAPSHOT -> "snapshots";
      case REF -> "refs";
      case AID -> "";
    };
  }

  /** What stands behind an object's name in the name of its file. */
  public static String extension(ObjectKind kind) {
    return switch (kind) {
      case PACK -> ".tar.zst";
      case SEGMENT -> ".json.zst";
      case LOCKFILE -> ".yaml.zst";
      case SNAPSHOT, REF -> ".json";
      case AID -> "";
    };
  }
}
