package io.envsnap.agent.verb;

import io.envsnap.agent.disk.StateFolder;
import io.envsnap.agent.ecosystem.Ecosystem;
import io.envsnap.agent.host.HostFacts;
import io.envsnap.agent.process.CommandRunner;
import io.envsnap.agent.process.SystemCommands;
import io.envsnap.agent.progress.Progress;
import io.envsnap.spec.snapshot.TreePath;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What the verbs work with on one machine.
 *
 * @param root the root of the machine's file tree
 * @param state where envsnap keeps what it knows of this machine
 * @param own paths of envsnap itself: state, store, checkout; never part of a session
 * @param credentials whether a path is one that holds credentials
 * @param notebookFolder the folder that the user works in, walked even on a mount of its own
 * @param host looks at the machine, once
 * @param ecosystems in the order in which they claim
 * @param commands runs programs
 * @param installing runs programs that fetch and install, with what the user's environment says of
 *     indexes, certificates, proxies and credentials
 * @param clock tells the time
 * @param progress hears that work goes on
 * @param tool name and version of this program
 * @param build tells this build from any other, whose rules may be others
 */
public record Workbench(
    Path root,
    StateFolder state,
    List<TreePath> own,
    Predicate<TreePath> credentials,
    TreePath notebookFolder,
    Supplier<HostFacts> host,
    List<Ecosystem> ecosystems,
    SystemCommands commands,
    CommandRunner installing,
    InstantSource clock,
    Progress progress,
    String tool,
    String build) {
  /** Takes its own copies. */
  public Workbench {
    own = List.copyOf(own);
    ecosystems = List.copyOf(ecosystems);
  }
}
