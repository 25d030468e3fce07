package io.envsnap.agent.ecosystem;

import io.envsnap.agent.baseline.Baseline;
import io.envsnap.agent.baseline.LauncherNotes;
import io.envsnap.agent.host.HostFacts;
import io.envsnap.agent.process.CommandRunner;
import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.tree.Changes;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.TreePath;
import java.util.Map;
import java.util.Set;

/**
 * What an ecosystem may look at while it captures.
 *
 * @param tree the machine's files
 * @param changes what the session changed
 * @param claimed paths that an ecosystem before this one has claimed or absorbed
 * @param baseline what the image came with
 * @param host what the machine is
 * @param commands runs programs
 * @param launcher what envsnap's launcher installed for itself, and when: never part of a session
 * @param restored paths that a restore placed here or took away, each with its entry: no log of
 *     this machine tells who made them
 * @param searched searches files for secrets, and remembers what holds none
 * @param progress hears warnings
 */
public record CaptureContext(
    HostTree tree,
    Changes changes,
    Set<TreePath> claimed,
    Baseline baseline,
    HostFacts host,
    CommandRunner commands,
    LauncherNotes launcher,
    Map<TreePath, EntryKey> restored,
    SearchedContent searched,
    Progress progress) {
  /** Where neither a restore nor a record was at work before. */
  public CaptureContext(
      HostTree tree,
      Changes changes,
      Set<TreePath> claimed,
      Baseline baseline,
      HostFacts host,
      CommandRunner commands,
      LauncherNotes launcher,
      Progress progress) {
    this(
        tree,
        changes,
        claimed,
        baseline,
        host,
        commands,
        launcher,
        Map.of(),
        SearchedContent.empty(),
        progress);
  }
}
