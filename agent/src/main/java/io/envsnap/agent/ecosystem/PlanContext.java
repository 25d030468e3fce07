package io.envsnap.agent.ecosystem;

import io.envsnap.agent.baseline.Baseline;
import io.envsnap.agent.host.HostFacts;
import io.envsnap.agent.process.CommandRunner;
import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.tree.HostTree;

/**
 * What an ecosystem may look at while it plans.
 *
 * @param tree this machine's files
 * @param baseline what this machine's image came with
 * @param host what this machine is
 * @param commands runs programs that change nothing
 * @param progress hears warnings
 * @param pinBase whether what the base has in another version shall get its recorded one
 */
public record PlanContext(
    HostTree tree,
    Baseline baseline,
    HostFacts host,
    CommandRunner commands,
    Progress progress,
    boolean pinBase) {
  /** One that leaves the base as it is. */
  public PlanContext(
      HostTree tree, Baseline baseline, HostFacts host, CommandRunner commands, Progress progress) {
    this(tree, baseline, host, commands, progress, false);
  }
}
