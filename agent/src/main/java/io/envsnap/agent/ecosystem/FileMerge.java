package io.envsnap.agent.ecosystem;

import java.util.Optional;

/**
 * Merges recorded changes into the file of this machine: a pure function that runs once for the
 * plan and again, under the lock, when it counts. Applied to its own result it changes nothing.
 */
@FunctionalInterface
public interface FileMerge {
  /**
   * The file as it shall be.
   *
   * @param current its bytes now; empty where it does not exist
   * @return the same bytes when nothing is missing
   * @throws MergeConflictException when both sides changed one thing differently
   */
  byte[] merge(Optional<byte[]> current) throws MergeConflictException;
}
