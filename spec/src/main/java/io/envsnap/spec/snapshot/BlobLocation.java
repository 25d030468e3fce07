package io.envsnap.spec.snapshot;

import io.envsnap.spec.digest.Digest;

/**
 * Where the bytes of a blob begin; they run on through the following frames of the pack.
 *
 * @param pack which pack
 * @param frame number of the frame in which the first byte lies
 * @param offset of the first byte within that frame's decompressed bytes
 * @param size length of the blob in bytes
 */
public record BlobLocation(Digest pack, int frame, int offset, long size) {}
