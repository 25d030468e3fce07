package io.envsnap.agent.store;

/** The kinds of objects of a store; the layout is in {@code docs/format.md}. */
public enum ObjectKind {
  /** {@code packs/<sha256>.tar.zst}. */
  PACK,
  /** {@code index/<sha256>.json.zst}. */
  SEGMENT,
  /** {@code lockfiles/<sha256>.yaml.zst}. */
  LOCKFILE,
  /** {@code snapshots/<sha256>.json}. */
  SNAPSHOT,
  /** {@code refs/<name>/<sha256>.json}; the object's name is {@code <name>/<sha256>}. */
  REF,
  /** {@code README.txt}, {@code repack.txt}, {@code envsnap}: the name is the file name. */
  AID
}
