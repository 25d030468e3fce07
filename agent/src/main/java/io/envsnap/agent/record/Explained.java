package io.envsnap.agent.record;

import io.envsnap.spec.journal.Told;
import io.envsnap.spec.lockfile.Entry;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Whether a command that was told can have brought what the machine has: a program without a hook
 * leaves its work, and no word of itself.
 *
 * @param told of a watched session; of another one nothing is known, and so nothing is missing
 * @param watched whether the session is watched
 */
record Explained(List<Told> told, boolean watched) {
  /** As a shell tells the status of what a signal ended. */
  private static final int KILLED = 128;

  private static final Set<String> PYTHON = Set.of("pip", "uv", "conda");
  private static final Set<String> SEEDS = Set.of("pip", "setuptools", "wheel");
  private static final Set<String> PACKAGES = Set.of("apt", "dpkg");
  private static final Set<String> MAKES_OTHERS =
      Set.of("clone", "init", "submodule", "worktree", "pull", "checkout", "switch");

  Explained {
    told = List.copyOf(told);
  }

  /** Whether the entry is the work of a program that nobody saw. */
  boolean isUnknown(Entry entry) {
    if (!watched || entry.version().isEmpty()) {
      return false;
    }
    boolean packages = entry.key().kind().equals("packages");
    return switch (entry.key().ecosystem().value()) {
      case "apt" -> packages && told.stream().noneMatch(one -> changed(one, entry.key().name()));
      case "pip" ->
          packages && !isSeed(entry) && told.stream().noneMatch(one -> installed(one, entry));
      case "git" -> told.stream().noneMatch(one -> wrote(one, entry.key().name()));
      default -> false;
    };
  }

  /** What virtual environments are made with, by whatever makes them. */
  private static boolean isSeed(Entry entry) {
    return SEEDS.contains(entry.key().name()) && !entry.attribute("environment").isEmpty();
  }

  private static boolean changed(Told one, String name) {
    String bare = name.split(":", 2)[0];
    return PACKAGES.contains(one.by())
        && one.changed().stream().anyMatch(line -> line.split(" ", 3)[1].equals(bare));
  }

  /** A command that does not say what it did, conda's or a killed pip's, may have been it. */
  private static boolean installed(Told one, Entry entry) {
    if (!PYTHON.contains(one.by())) {
      return false;
    }
    String name = normal(entry.key().name());
    boolean silent =
        one.by().equals("conda")
            ? one.exit() <= 0
            : one.by().equals("pip") && (one.end() < 0 || one.exit() >= KILLED);
    return (one.origins().isEmpty() && one.changed().isEmpty() && silent)
        || one.changed().stream().anyMatch(line -> normal(line.split(" ", 3)[1]).equals(name))
        || one.origins().stream()
            .anyMatch(
                origin ->
                    normal(origin.name()).equals(name) && origin.version().equals(entry.version()));
  }

  /** A reflog alone, which has no process, tells that somebody wrote, and not who. */
  private static boolean wrote(Told one, String path) {
    if (!one.by().equals("git") || one.key().pid() == 0) {
      return false;
    }
    String name = path.substring(path.lastIndexOf('/') + 1);
    boolean below = !one.folder().isEmpty() && (path + "/").startsWith(one.folder() + "/");
    return (one.folder() + "/").startsWith(path + "/")
        || one.words().stream()
            .anyMatch(word -> word.contains(name) || (below && MAKES_OTHERS.contains(word)));
  }

  private static String normal(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-");
  }
}
