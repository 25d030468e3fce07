package io.envsnap.agent.ecosystem.git;

import io.envsnap.agent.ecosystem.HookContext;
import io.envsnap.agent.ecosystem.HookFile;
import io.envsnap.spec.snapshot.TreePath;
import java.util.List;

/**
 * Has git send its trace2 events to the agent's socket. A file would hold addresses as they were
 * typed; a socket holds nothing, and nobody listening at it is no error to git, nor is one that it
 * may not reach. Nothing is included from the state folder: a file that another user may not read
 * ends each of their git commands.
 */
final class GitHooks {
  private static final TreePath SYSTEM = TreePath.of("/etc/gitconfig");

  private GitHooks() {}

  static List<HookFile> of(HookContext context) {
    return List.of(
        HookFile.block(
            SYSTEM,
            "[trace2]\n\teventTarget = af_unix:stream:"
                + context.state().value()
                + "/agent/git.socket\n\teventBrief = true\n"));
  }
}
