package io.envsnap.agent.ecosystem.apt;

import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.TreePath;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Files that all packages of a machine share, and what only the tools themselves need: none of them
 * may ever be copied whole to another machine.
 */
final class SharedState {
  private static final Pattern DPKG =
      Pattern.compile(
          "/var/lib/dpkg/(?:status|available|diversions|statoverride|arch|cmethopt|lock|updates"
              + "|triggers|parts|methods|lock-frontend|tmp\\.ci|alternatives"
              + "|info/format|info)(?:-old|-new)?");
  private static final Pattern BELOW_DPKG =
      Pattern.compile("/var/lib/dpkg/(?:updates|triggers|parts|tmp\\.ci|alternatives)/.*");

  /** With the number of a process it is what shadow-utils links to the lock (lckpwdf(3)). */
  private static final Pattern ACCOUNTS =
      Pattern.compile("/etc/(?:passwd|group|shadow|gshadow|subuid|subgid)(?:-|\\.lock|\\.\\d+)?");

  private static final Pattern APT =
      Pattern.compile(
          "/var/lib/apt/(?:extended_states|daily_lock|listchanges.*|periodic.*|lists.*|mirrors.*)"
              + "|/var/cache/apt(?:/.*)?");
  private static final Pattern DEBCONF = Pattern.compile("/var/cache/debconf(?:/.*)?");
  private static final Pattern UCF =
      Pattern.compile("/var/lib/ucf/(?:hashfile|registry)(?:\\.\\d+)?");
  private static final Pattern COPY = Pattern.compile("/var/lib/dpkg/.*-old");
  private static final Set<String> SINGLE =
      Set.of(
          "/etc/shells",
          "/etc/shells.tmp",
          "/var/lib/shells.state",
          "/etc/ld.so.cache",
          "/etc/ld.so.cache~",
          "/etc/.pwd.lock",
          "/etc/alternatives",
          "/var/lib/dpkg",
          "/var/lib/apt",
          "/var/lib/ucf",
          "/var/cache/ldconfig/aux-cache");

  private SharedState() {}

  /** Why an entry must not bring a path back as a whole; empty when it may. */
  static Optional<String> reserves(TreePath path, EntryKey entry) {
    String text = path.value();
    if (!maySay(text)) {
      return Optional.empty();
    }
    if (holds(path)) {
      return Optional.of("all packages share it, so it is merged and never copied");
    }
    if (path.isWithin(SystemFiles.INFO) && !mayTell(entry, path.name())) {
      return Optional.of("what dpkg knows of a package must belong to that package");
    }
    return Optional.empty();
  }

  private static boolean mayTell(EntryKey entry, String file) {
    boolean own = file.startsWith(entry.name() + ".") || file.startsWith(entry.name() + ":");
    return entry.equals(Keys.SCRIPTS)
        || (entry.ecosystem().equals(Keys.APT) && entry.kind().equals(Keys.PACKAGES) && own);
  }

  /** Whether the path is such a file, or a folder that holds nothing else. */
  static boolean holds(TreePath path) {
    String text = path.value();
    boolean unpacking = text.endsWith(".dpkg-new") || text.endsWith(".dpkg-tmp");
    return unpacking || (maySay(text) && isShared(text));
  }

  /** Most paths lie elsewhere. */
  private static boolean maySay(String text) {
    return text.startsWith("/etc/") || text.startsWith("/var/");
  }

  private static boolean isShared(String text) {
    return SINGLE.contains(text)
        || DPKG.matcher(text).matches()
        || BELOW_DPKG.matcher(text).matches()
        || ACCOUNTS.matcher(text).matches()
        || APT.matcher(text).matches()
        || DEBCONF.matcher(text).matches()
        || UCF.matcher(text).matches()
        || COPY.matcher(text).matches();
  }
}
