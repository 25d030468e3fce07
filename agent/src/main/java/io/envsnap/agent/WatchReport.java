package io.envsnap.agent;

import io.envsnap.agent.record.RecordReport;
import java.util.List;
import java.util.Optional;

/**
 * How watching a session began.
 *
 * @param report what was recorded at once; empty when there was nothing to record
 * @param unrecorded why nothing was recorded, as one sentence; empty when something was
 * @param missing hooks that could not be installed, each with the reason
 * @param agent whether an agent saves from now on
 */
public record WatchReport(
    Optional<RecordReport> report, String unrecorded, List<String> missing, boolean agent) {
  /** Takes its own copy. */
  public WatchReport {
    missing = List.copyOf(missing);
  }
}
