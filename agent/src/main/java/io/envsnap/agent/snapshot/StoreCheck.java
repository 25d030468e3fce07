package io.envsnap.agent.snapshot;

import java.util.List;

/**
 * How the objects of a store are.
 *
 * @param objects how many were read
 * @param bytes their length together
 * @param problems one sentence each
 */
public record StoreCheck(int objects, long bytes, List<String> problems) {
  /** Takes its own copy. */
  public StoreCheck {
    problems = List.copyOf(problems);
  }
}
