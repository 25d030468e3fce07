package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.snapshot.SurrogateEscape;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Where dpkg, apt and their companions keep what packages share. */
final class SystemFiles {
  static final TreePath DPKG = TreePath.of("/var/lib/dpkg");

  /** What says in which zone local time is told (localtime(5), Debian's tzdata). */
  static final List<TreePath> ZONE =
      List.of(TreePath.of("/etc/localtime"), TreePath.of("/etc/timezone"));

  static final TreePath STATUS = DPKG.child("status");
  static final TreePath UPDATES = DPKG.child("updates");
  static final TreePath INFO = DPKG.child("info");
  static final TreePath DIVERSIONS = DPKG.child("diversions");
  static final TreePath STATOVERRIDE = DPKG.child("statoverride");
  static final TreePath ARCHITECTURES = DPKG.child("arch");
  static final TreePath TRIGGERS = DPKG.child("triggers");
  static final TreePath ALTERNATIVES = DPKG.child("alternatives");
  static final TreePath LOCK = DPKG.child("lock");
  static final TreePath LOCK_FRONTEND = DPKG.child("lock-frontend");
  static final TreePath EXTENDED_STATES = TreePath.of("/var/lib/apt/extended_states");
  static final TreePath DEBCONF = TreePath.of("/var/cache/debconf");
  static final TreePath DEBCONF_CONFIG = DEBCONF.child("config.dat");
  static final TreePath DEBCONF_TEMPLATES = DEBCONF.child("templates.dat");
  static final TreePath UCF_HASHES = TreePath.of("/var/lib/ucf/hashfile");
  static final TreePath UCF_REGISTRY = TreePath.of("/var/lib/ucf/registry");
  static final TreePath SHELLS = TreePath.of("/etc/shells");
  static final TreePath SHELLS_STATE = TreePath.of("/var/lib/shells.state");
  static final TreePath PASSWD = TreePath.of("/etc/passwd");
  static final TreePath GROUP = TreePath.of("/etc/group");
  static final TreePath SHADOW = TreePath.of("/etc/shadow");
  static final TreePath GSHADOW = TreePath.of("/etc/gshadow");
  static final TreePath SUBUID = TreePath.of("/etc/subuid");
  static final TreePath SUBGID = TreePath.of("/etc/subgid");

  /** Far above any database seen; a file beyond it is not one of theirs. */
  private static final int LIMIT = 256 << 20;

  private SystemFiles() {}

  static Optional<byte[]> read(HostTree tree, TreePath path) throws IOException {
    return tree.read(path, LIMIT);
  }

  /** Lines of a file, one character a byte; none where there is no such file. */
  static List<String> lines(HostTree tree, TreePath path) throws IOException {
    return read(tree, path).map(SystemFiles::lines).orElse(List.of());
  }

  /** Lines of a file, one character a byte. */
  static List<String> lines(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1).lines().toList();
  }

  /** The file of these lines, each ended by a newline. */
  static byte[] bytes(Iterable<String> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line).append('\n'));
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /**
   * A path as some database names it.
   *
   * @param text one character a byte
   * @return empty when it is not absolute and normal, such as dpkg's {@code /.}
   */
  static Optional<TreePath> path(String text) {
    return decoded(decode(text));
  }

  /** The path of a text that is decoded already. */
  static Optional<TreePath> decoded(String text) {
    try {
      return Optional.of(TreePath.of(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** What a database holds one character a byte, as {@link TreePath} has it. */
  static String decode(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > '~') {
        return SurrogateEscape.decode(text.getBytes(StandardCharsets.ISO_8859_1));
      }
    }
    return text;
  }
}
