package io.envsnap.spec.lockfile;

import io.envsnap.spec.digest.Digest;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One file that upstream offers for an entry: a .deb, a wheel, an sdist.
 *
 * @param file its name or its path within the archive
 * @param url where it was found, without any credential
 * @param sha256 its digest where any index or the installer told it
 * @param size its length in bytes where known
 */
public record Artifact(
    String file, Optional<String> url, Optional<Digest> sha256, OptionalLong size) {}
