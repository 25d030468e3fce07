package io.envsnap.agent.ecosystem;

import io.envsnap.agent.process.CommandRunner;
import io.envsnap.agent.progress.Progress;
import io.envsnap.spec.lockfile.EntryKey;
import java.nio.file.Path;
import java.util.Set;

/**
 * What an installer works with.
 *
 * @param folder an empty folder of its own, on this machine's disk; removed afterwards
 * @param commands runs programs with what the user's environment says of indexes, certificates,
 *     proxies and credentials
 * @param content the bytes of the snapshot
 * @param progress hears that work goes on
 * @param relax whether what was asked for may come in another version where its own cannot
 * @param coming entries that are there, or come back before this installer installs
 */
public record InstallBench(
    Path folder,
    CommandRunner commands,
    RecordedContent content,
    Progress progress,
    boolean relax,
    Set<EntryKey> coming) {
  /** Takes its own copy. */
  public InstallBench {
    coming = Set.copyOf(coming);
  }

  /** Whether a package of that name is there already as it was recorded, or comes back. */
  public boolean hasPackage(String name) {
    return coming.stream()
        .anyMatch(key -> key.kind().equals("packages") && key.name().equals(name));
  }
}
