package io.envsnap.spec.snapshot;

import io.envsnap.spec.digest.Digest;

/**
 * A segment of a snapshot, by name.
 *
 * @param id digest of the stored (compressed) segment; also its name in the store
 * @param size of the stored segment in bytes
 * @param nodes how many paths it holds
 */
public record SegmentRef(Digest id, long size, int nodes) {}
