package io.envsnap.agent.baseline;

import io.envsnap.agent.tree.Inventory;
import io.envsnap.agent.tree.SessionTime;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreePath;
import java.util.Map;
import java.util.Optional;

/**
 * A baseline that was taken from the machine itself. Where the session had begun by then, it knows
 * only what the session had not yet touched.
 *
 * @param session when the session was at work
 * @param taken whether the session had done nothing by then
 * @param paths every path that the image is known to have come with
 * @param files original bytes of the files that ecosystems asked for, as far as known
 */
record TakenBaseline(
    SessionTime session, boolean taken, Inventory paths, Map<TreePath, byte[]> files)
    implements Baseline {
  TakenBaseline {
    files = Map.copyOf(files);
  }

  @Override
  public Timestamp sessionStart() {
    return session.start();
  }

  @Override
  public Optional<byte[]> file(TreePath path) {
    return taken || hadPath(path) ? Optional.ofNullable(files.get(path)) : Optional.empty();
  }

  @Override
  public boolean hadPath(TreePath path) {
    return paths.contains(path);
  }

  @Override
  public Optional<Inventory> inventory() {
    return Optional.of(paths);
  }
}
