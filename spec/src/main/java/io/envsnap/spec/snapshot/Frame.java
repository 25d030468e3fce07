package io.envsnap.spec.snapshot;

import io.envsnap.spec.digest.Digest;

/**
 * One independent zstd frame of a pack; it begins at a tar entry or continues a large one.
 *
 * @param offset of its first byte within the pack
 * @param length in bytes, compressed
 * @param rawLength in bytes, decompressed
 * @param digest of the compressed bytes: checked before anything is decoded
 */
public record Frame(long offset, int length, int rawLength, Digest digest) {}
