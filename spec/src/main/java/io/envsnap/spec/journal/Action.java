package io.envsnap.spec.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One command of the session that installed, changed or removed something, or tried to.
 *
 * @param at when it began
 * @param by the program that did it, such as {@code apt} or {@code git}
 * @param user the number of the user who ran it; empty where unknown
 * @param command its argument vector, redacted
 * @param folder where it ran; empty where unknown
 * @param took how long it ran; empty where unknown
 * @param exit its exit status; -1 where unknown
 * @param changed what it changed, one thing each, such as {@code + jq 1.6-2.1}
 */
public record Action(
    Instant at,
    String by,
    String user,
    List<String> command,
    String folder,
    Optional<Duration> took,
    int exit,
    List<String> changed) {
  /** Takes its own copies. */
  public Action {
    command = List.copyOf(command);
    changed = List.copyOf(changed);
  }
}
