package io.envsnap.spec.snapshot;

import io.envsnap.spec.digest.Digest;

/**
 * Where the bytes of a blob begin; they run on through the following frames of the pack.
 *
 * @param pack which pack
 * @param frame number of the frame in which the first byte lies
 * @param offset of the first byte within that frame's decompressed bytes
 * @param size length of the blob in bytes
 * @param borrowed whether another machine's record said that these are its bytes, so that whoever
 *     reads them has to check them against the blob's digest
 */
public record BlobLocation(Digest pack, int frame, int offset, long size, boolean borrowed) {
  /** The same place, for whoever has it from another machine's record. */
  public BlobLocation borrow() {
    return borrowed ? this : new BlobLocation(pack, frame, offset, size, true);
  }
}
