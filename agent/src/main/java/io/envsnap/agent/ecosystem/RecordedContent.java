package io.envsnap.agent.ecosystem;

import io.envsnap.spec.snapshot.ClaimedNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The bytes of a snapshot, for installers that make an archive of them. */
public interface RecordedContent {
  /** Of a lockfile without a snapshot: there is nothing. */
  RecordedContent NONE =
      (folder, nodes) -> {
        if (!nodes.isEmpty()) {
          throw new IOException("there is no snapshot");
        }
      };

  /**
   * Writes recorded paths below a folder as if it were the root, each file checked against its
   * digest.
   *
   * @param nodes in path order
   * @throws IOException also when the store fails
   */
  void into(Path folder, List<ClaimedNode> nodes) throws IOException;
}
