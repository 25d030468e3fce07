package io.envsnap.agent.baseline;

import io.envsnap.agent.tree.Inventory;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreePath;
import java.util.Map;
import java.util.Optional;

/**
 * A baseline that was taken before the session did anything.
 *
 * @param sessionStart when the session began
 * @param inventory every path that the image came with
 * @param files original bytes of the files that ecosystems asked for
 */
record TakenBaseline(Timestamp sessionStart, Inventory inventory, Map<TreePath, byte[]> files)
    implements Baseline {
  TakenBaseline {
    files = Map.copyOf(files);
  }

  @Override
  public boolean taken() {
    return true;
  }

  @Override
  public Optional<byte[]> file(TreePath path) {
    return Optional.ofNullable(files.get(path));
  }

  @Override
  public boolean hadPath(TreePath path) {
    return inventory.contains(path);
  }
}
