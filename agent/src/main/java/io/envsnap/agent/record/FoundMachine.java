package io.envsnap.agent.record;

import io.envsnap.agent.concurrent.Meanwhile;
import io.envsnap.agent.ecosystem.EcosystemException;
import io.envsnap.agent.tree.DigestCache;
import io.envsnap.agent.tree.LocalTree;
import io.envsnap.agent.verb.Workbench;
import io.envsnap.spec.digest.Digest;
import java.io.IOException;
import java.util.Optional;

/**
 * What is known of a machine that is to be recorded.
 *
 * @param digests of files that hold still
 * @param digest of all of it; empty where the next record cannot tell whether it is the same
 */
record FoundMachine(
    LocalTree tree,
    DigestCache digests,
    QuietSession quiet,
    SessionScan scan,
    SessionStory story,
    Optional<Digest> digest) {
  /**
   * Finds out the rest of what was looked at.
   *
   * @param settings what was asked for, as text
   */
  static FoundMachine of(
      Workbench bench, LocalTree tree, QuietScan looked, DigestCache digests, String settings)
      throws IOException, EcosystemException {
    SessionScan scan = looked.scan();
    MachineDigest digest = new MachineDigest(bench, scan, settings);
    try (Meanwhile<Optional<Digest>, IOException> changes =
        Meanwhile.begin(IOException.class, () -> digest.ofChanges(digests))) {
      SessionStory story =
          SessionStory.read(
              bench, tree, scan.changes().changed().keySet(), scan.baseline().sessionStart());
      Optional<Digest> whole = digest.of(tree, story, changes.get());
      return new FoundMachine(tree, digests, looked.quiet(), scan, story, whole);
    }
  }

  /** Whether somebody has been at work since it was looked at, or is now. */
  boolean wasDisturbed() throws IOException {
    return quiet.wasDisturbed(scan.changes());
  }
}
