package io.envsnap.agent.tree;

import io.envsnap.spec.snapshot.Timestamp;
import java.util.Optional;

/**
 * Which inode change times are the session's: all later ones, but for those of an image that was
 * unpacked under a clock that was set back afterwards.
 *
 * @param start when the session began
 * @param image the times of an image that looks younger than the session; empty where every sign of
 *     the session's start is later than the image, as it should be
 */
public record SessionTime(Timestamp start, Optional<Span> image) {
  /**
   * A span of time, both ends included.
   *
   * @param from its first moment
   * @param to its last
   */
  public record Span(Timestamp from, Timestamp to) {
    private boolean covers(Timestamp moment) {
      return from.compareTo(moment) <= 0 && moment.compareTo(to) <= 0;
    }
  }

  /** Everything later than this moment. */
  public static SessionTime since(Timestamp start) {
    return new SessionTime(start, Optional.empty());
  }

  /** Whether an inode that changed then was changed by the session. */
  public boolean covers(Timestamp ctime) {
    return ctime.compareTo(start) > 0 && image.filter(span -> span.covers(ctime)).isEmpty();
  }
}
