package io.envsnap.agent;

import io.envsnap.agent.compat.Finding;
import io.envsnap.agent.host.HostFacts;
import io.envsnap.agent.watch.WatchFacts;
import java.util.List;

/**
 * How a machine and its store are.
 *
 * @param host what the machine is
 * @param judged what was judged: {@code this machine's packages} or the lockfile
 * @param findings whether they run here, worst first
 * @param store its address
 * @param storeProblem why it cannot be used, as one sentence; empty when it can
 * @param storeAccess what this user may do with it, such as {@code writable}; empty when it cannot
 *     be used
 * @param storeLife how what it has may be lost with the machine
 * @param names how many lines of snapshots the store has
 * @param watch hooks and agent
 * @param places disks and how much room they have
 */
public record DoctorReport(
    HostFacts host,
    String judged,
    List<Finding> findings,
    String store,
    String storeProblem,
    String storeAccess,
    StoreLife storeLife,
    int names,
    WatchFacts watch,
    List<Place> places) {
  /** Takes its own copies. */
  public DoctorReport {
    findings = List.copyOf(findings);
    places = List.copyOf(places);
  }

  /**
   * A place that envsnap writes to.
   *
   * @param what it is for
   * @param path where it lies
   * @param freeBytes room for this user
   */
  public record Place(String what, String path, long freeBytes) {}
}
