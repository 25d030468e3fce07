package io.envsnap.agent.snapshot;

import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.lockfile.EcosystemId;
import java.util.List;
import java.util.Map;

/**
 * What a snapshot shall hold.
 *
 * @param paths the tree, no path twice
 * @param parts bytes that ecosystems keep beside the tree, by ecosystem and name
 * @param parents snapshots that it continues
 * @param tool name and version of this program
 * @param machine what it is made on, for people
 */
public record SnapshotDraft(
    List<RecordedPath> paths,
    Map<EcosystemId, Map<String, byte[]>> parts,
    List<Digest> parents,
    String tool,
    String machine) {
  /** Takes its own copies. */
  public SnapshotDraft {
    paths = List.copyOf(paths);
    parts = Map.copyOf(parts);
    parents = List.copyOf(parents);
  }
}
