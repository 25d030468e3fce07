package io.envsnap.spec.lockfile;

import io.envsnap.spec.digest.Digest;

/**
 * Where the bytes of a lockfile lie.
 *
 * @param store address of the store, such as {@code dir:/content/drive/envsnap}, without
 *     credentials
 * @param id digest of the snapshot document
 */
public record SnapshotLink(String store, Digest id) {}
