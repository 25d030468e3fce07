package io.envsnap.agent.ecosystem;

import io.envsnap.agent.host.HostFacts;
import io.envsnap.agent.tree.HostTree;
import java.nio.file.Path;
import java.util.List;

/**
 * What an ecosystem may look at where a restore was cut off while its installers were at work.
 *
 * @param tree this machine's files
 * @param host what this machine is
 * @param folders the folders that the installers had, with all that they fetched, built and noted
 */
public record CutInstall(HostTree tree, HostFacts host, List<Path> folders) {
  /** Takes its own copy. */
  public CutInstall {
    folders = List.copyOf(folders);
  }
}
