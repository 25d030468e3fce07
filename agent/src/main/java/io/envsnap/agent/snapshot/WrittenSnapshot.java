package io.envsnap.agent.snapshot;

import io.envsnap.agent.store.NewObject;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.lockfile.LeftOut;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.Snapshot;
import java.util.List;

/**
 * A snapshot whose packs are in the store. Its documents are stored with its lockfile, and no ref
 * names it yet.
 *
 * @param id digest of its document
 * @param snapshot the document
 * @param nodes its tree, sorted by path
 * @param unreadable paths that could not be read whole
 * @param addedBytes bytes that the store gets
 * @param documents its segments and itself
 * @param notes which runs of its paths became which segments
 */
public record WrittenSnapshot(
    Digest id,
    Snapshot snapshot,
    List<ClaimedNode> nodes,
    List<LeftOut> unreadable,
    long addedBytes,
    List<NewObject> documents,
    SegmentNotes notes) {}
