package io.envsnap.agent.store.dir;

import io.envsnap.agent.store.ObjectKind;

/** Where each kind of object lies, as {@code docs/format.md} has it. */
final class Layout {
  private Layout() {}

  static String folder(ObjectKind kind) {
    return switch (kind) {
      case PACK -> "packs";
      case SEGMENT -> "index";
      case LOCKFILE -> "lockfiles";
      case SNAPSHOT -> "snapshots";
      case REF -> "refs";
      case AID -> "";
    };
  }

  static String extension(ObjectKind kind) {
    return switch (kind) {
      case PACK -> ".tar.zst";
      case SEGMENT -> ".json.zst";
      case LOCKFILE -> ".yaml";
      case SNAPSHOT, REF -> ".json";
      case AID -> "";
    };
  }
}
