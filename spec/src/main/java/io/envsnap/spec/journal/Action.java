package io.envsnap.spec.journal;

import java.time.Instant;
import java.util.List;

/**
 * One command of the session that installed, changed or removed something.
 *
 * @param at when it began
 * @param by the program that did it, such as {@code apt} or {@code git}
 * @param command its argument vector, redacted
 * @param folder where it ran; empty where unknown
 * @param exit its exit status; -1 where unknown
 */
public record Action(Instant at, String by, List<String> command, String folder, int exit) {
  /** Takes its own copy. */
  public Action {
    command = List.copyOf(command);
  }
}
