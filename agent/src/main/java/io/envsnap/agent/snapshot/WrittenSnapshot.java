package io.envsnap.agent.snapshot;

import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.lockfile.LeftOut;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.Snapshot;
import java.util.List;

/**
 * A snapshot whose objects are all in the store, and that no ref names yet.
 *
 * @param id digest of its document
 * @param snapshot the document
 * @param nodes its tree, sorted by path
 * @param unreadable paths that could not be read whole
 * @param addedBytes bytes that were added to the store
 */
public record WrittenSnapshot(
    Digest id,
    Snapshot snapshot,
    List<ClaimedNode> nodes,
    List<LeftOut> unreadable,
    long addedBytes) {}
