package io.envsnap.agent.ecosystem.pip;

import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.snapshot.TreePath;
import java.util.Optional;

/**
 * A pip that a newer Python has left behind: its files would come, and whatever it is asked fails.
 * Before 23.1.2 it stands on {@code pkgutil.ImpImporter}, which Python 3.12 dropped (pip's NEWS of
 * 23.1.2, "What's New In Python 3.12"). An environment that is made anew has a pip that works.
 */
final class OutgrownPip {
  private static final String FIRST_PIP = "23.1.2";
  private static final String FIRST_PYTHON = "3.12";

  private OutgrownPip() {}

  /** Why that entry stays away; empty for all that runs there. */
  static Optional<String> reason(Entry entry, TreePath site) {
    String minor = Interpreters.minorOf(site);
    boolean outgrown =
        entry.key().name().equals("pip")
            && !minor.isEmpty()
            && Eligible.isOlder(entry.version(), FIRST_PIP)
            && !Eligible.isOlder(minor, FIRST_PYTHON);
    return outgrown
        ? Optional.of(
            "pip before %s does not run on Python %s, which keeps its own"
                .formatted(FIRST_PIP, minor))
        : Optional.empty();
  }
}
