package io.envsnap.agent.snapshot;

import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.Ref;

/**
 * A ref that is about to be written.
 *
 * @param id digest of its document, and its name in the store
 * @param ref the document
 */
public record PreparedRef(Digest id, Ref ref) {}
