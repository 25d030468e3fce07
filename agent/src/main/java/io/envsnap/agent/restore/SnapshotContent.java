package io.envsnap.agent.restore;

import io.envsnap.agent.ecosystem.RecordedContent;
import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.snapshot.OpenSnapshot;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.tree.OwnerLookup;
import io.envsnap.agent.tree.TreeWriter;
import io.envsnap.spec.snapshot.ClaimedNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The bytes of a snapshot, laid out below a folder.
 *
 * @param root the root of the machine, whose users own what is written
 */
public record SnapshotContent(OpenSnapshot snapshot, Path root) implements RecordedContent {
  /** None without a snapshot. */
  public static RecordedContent of(Optional<OpenSnapshot> snapshot, Path root) {
    return snapshot.isPresent() ? new SnapshotContent(snapshot.get(), root) : RecordedContent.NONE;
  }

  @Override
  public void into(Path folder, List<ClaimedNode> nodes) throws IOException {
    try (TreeWriter writer = TreeWriter.open(folder, OwnerLookup.of(root), path -> true)) {
      NodePlacer placer = new NodePlacer(writer, Optional.of(snapshot), Progress.SILENT);
      placer.place(nodes);
      placer.settle(nodes);
    } catch (StoreException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
