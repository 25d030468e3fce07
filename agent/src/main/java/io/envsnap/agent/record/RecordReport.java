package io.envsnap.agent.record;

import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.lockfile.Lockfile;
import java.time.Duration;
import java.util.Optional;

/**
 * What a record made.
 *
 * @param lockfile the lockfile as it was written
 * @param snapshot the snapshot that it names
 * @param paths how many paths the snapshot holds
 * @param contentBytes bytes of all its regular files
 * @param addedBytes bytes that were added to the store
 * @param unchanged whether all is as the last record or restore left it, so that no new one was
 *     made
 * @param otherHead a head of the same name that this record does not continue
 * @param took how long it took
 */
public record RecordReport(
    Lockfile lockfile,
    Digest snapshot,
    int paths,
    long contentBytes,
    long addedBytes,
    boolean unchanged,
    Optional<Digest> otherHead,
    Duration took) {}
