package io.envsnap.agent.record;

import java.nio.file.Path;

/**
 * What to record, and where to.
 *
 * @param name the line of snapshots that it continues, such as {@code main}
 * @param lockfile where the lockfile is written
 * @param unasked whether nobody asked for it: a state that is recorded already is not recorded
 *     again, and nothing is waited for
 * @param limits how large the files may be that no ecosystem claims, as text
 */
public record RecordRequest(String name, Path lockfile, boolean unasked, String limits) {
  /** All of it that a record depends on, as text. */
  String settings() {
    return name + " " + lockfile.toAbsolutePath() + " " + limits;
  }
}
