package io.envsnap.agent.tree;

import io.envsnap.spec.snapshot.TreePath;

/**
 * A running process still uses the old bytes of a file that was replaced.
 *
 * @param pid the process
 * @param program its name, at most 15 characters
 * @param path the file
 */
public record LoadedFile(long pid, String program, TreePath path)
    implements Comparable<LoadedFile> {
  @Override
  public int compareTo(LoadedFile other) {
    int byPid = Long.compare(pid, other.pid);
    return byPid != 0 ? byPid : path.compareTo(other.path);
  }
}
