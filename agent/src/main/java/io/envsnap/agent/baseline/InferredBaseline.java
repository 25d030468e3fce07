package io.envsnap.agent.baseline;

import io.envsnap.agent.tree.SessionTime;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreePath;
import java.util.Optional;

/**
 * A baseline of which only the session's start is known, because envsnap came too late.
 *
 * @param session when the session was at work
 */
record InferredBaseline(SessionTime session) implements Baseline {
  @Override
  public Timestamp sessionStart() {
    return session.start();
  }

  @Override
  public boolean taken() {
    return false;
  }

  @Override
  public Optional<byte[]> file(TreePath path) {
    return Optional.empty();
  }

  @Override
  public boolean hadPath(TreePath path) {
    return false;
  }
}
