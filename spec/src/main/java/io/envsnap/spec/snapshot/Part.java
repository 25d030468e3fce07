package io.envsnap.spec.snapshot;

import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.lockfile.EcosystemId;

/**
 * Bytes that an ecosystem keeps beside the tree, such as the changed stanzas of dpkg's status.
 *
 * @param ecosystem whose they are
 * @param name its own name for them, such as {@code dpkg/status}
 * @param size length in bytes
 * @param digest of the bytes
 */
public record Part(EcosystemId ecosystem, String name, long size, Digest digest) {}
