package io.envsnap.agent.ecosystem;

import io.envsnap.agent.baseline.Baseline;
import io.envsnap.agent.host.HostFacts;
import io.envsnap.agent.process.CommandRunner;
import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.tree.Changes;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.snapshot.TreePath;
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
 * @param ownPackages {@code name:architecture} of Debian packages that envsnap's launcher installed
 *     for itself: never part of a session
 * @param progress hears warnings
 */
public record CaptureContext(
    HostTree tree,
    Changes changes,
    Set<TreePath> claimed,
    Baseline baseline,
    HostFacts host,
    CommandRunner commands,
    Set<String> ownPackages,
    Progress progress) {}
