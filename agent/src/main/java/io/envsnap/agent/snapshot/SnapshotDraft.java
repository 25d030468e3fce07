package io.envsnap.agent.snapshot;

import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.lockfile.EcosystemId;
import io.envsnap.spec.snapshot.ClaimedNode;
import java.util.List;
import java.util.Map;

/**
 * What a snapshot shall hold.
 *
 * @param paths the tree, no path twice
 * @param carried nodes of a snapshot of the same store, whose bytes it has
 * @param parts bytes that ecosystems keep beside the tree, by ecosystem and name
 * @param parents snapshots that it continues
 * @param tool name and version of this program
 * @param machine what it is made on, for people
 */
public record SnapshotDraft(
    List<RecordedPath> paths,
    List<ClaimedNode> carried,
    Map<EcosystemId, Map<String, byte[]>> parts,
    List<Digest> parents,
    String tool,
    String machine) {
  /** Takes its own copies. */
  public SnapshotDraft {
    paths = List.copyOf(paths);
    carried = List.copyOf(carried);
    parts = Map.copyOf(parts);
    parents = List.copyOf(parents);
  }

  /** A draft that carries nothing on. */
  public SnapshotDraft(
      List<RecordedPath> paths,
      Map<EcosystemId, Map<String, byte[]>> parts,
      List<Digest> parents,
      String tool,
      String machine) {
    this(paths, List.of(), parts, parents, tool, machine);
  }
}
