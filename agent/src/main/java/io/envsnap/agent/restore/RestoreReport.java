package io.envsnap.agent.restore;

import java.time.Duration;
import java.util.List;

/**
 * What a restore did.
 *
 * @param plan what it set out to do
 * @param filesWritten regular files that were written
 * @param bytesWritten bytes of those files
 * @param failedRuns programs that failed and on which an entry depends, with their last word
 * @param drift what is not as recorded afterwards, one line each
 * @param differences versions that came, or went, because another one was allowed
 * @param restart why a running program must be started again; empty when none must
 * @param took how long it took
 */
public record RestoreReport(
    RestorePlan plan,
    int filesWritten,
    long bytesWritten,
    List<String> failedRuns,
    List<String> drift,
    List<VersionDifference> differences,
    List<String> restart,
    Duration took) {
  /** Takes its own copies. */
  public RestoreReport {
    failedRuns = List.copyOf(failedRuns);
    drift = List.copyOf(drift);
    differences = List.copyOf(differences);
    restart = List.copyOf(restart);
  }

  /** Whether this machine now is what was selected of the lockfile. */
  public boolean isExact() {
    return plan.isExact() && drift.isEmpty() && differences.isEmpty() && failedRuns.isEmpty();
  }
}
