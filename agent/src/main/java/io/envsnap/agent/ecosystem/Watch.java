package io.envsnap.agent.ecosystem;

import io.envsnap.agent.tree.Changes;
import java.io.IOException;
import java.util.Optional;

/**
 * Looks, from before a scan until after its last byte was read, whether anybody works on what an
 * ecosystem reads: an install in flight must never be recorded half. It takes no lock, because
 * installers fail when they find one.
 */
public interface Watch {
  /** For an ecosystem that nothing can catch half-way. */
  Watch NOBODY =
      new Watch() {
        @Override
        public Optional<String> atWork() {
          return Optional.empty();
        }

        @Override
        public boolean moved(Changes scanned) {
          return false;
        }
      };

  /** Who is at work now, as a clause such as {@code `pip install` is running}; empty: nobody. */
  Optional<String> atWork() throws IOException;

  /**
   * Whether somebody is at work, or has been since this watch began.
   *
   * @param scanned what the scan found since then
   */
  boolean moved(Changes scanned) throws IOException;
}
