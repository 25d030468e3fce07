package io.envsnap.agent.ecosystem.files;

import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Debian packages say of paths: which of them they own, and what their files held when they
 * were unpacked (deb-md5sums(5); field Conffiles of dpkg's status file).
 */
final class DpkgFiles {
  private static final TreePath INFO = TreePath.of("/var/lib/dpkg/info");
  private static final TreePath STATUS = TreePath.of("/var/lib/dpkg/status");
  private static final int LIMIT = 256 << 20;
  private static final Pattern SUM = Pattern.compile("([0-9a-f]{32})  (.+)");
  private static final Pattern CONFFILE =
      Pattern.compile(" (/.+) ([0-9a-f]{32})(?: obsolete)?(?: remove-on-upgrade)?");
  private static final Pattern MERGED =
      Pattern.compile("/usr(/(?:bin|sbin|lib|lib32|lib64|libx32)/.*)");

  private final HostTree tree;

  DpkgFiles(HostTree tree) {
    this.tree = tree;
  }

  /** Those of these paths that some package's list names. */
  Set<TreePath> listed(Collection<TreePath> wanted) throws IOException {
    Map<String, TreePath> names = names(wanted);
    Set<TreePath> listed = new HashSet<>();
    if (names.isEmpty()) {
      return listed;
    }
    for (String file : tree.list(INFO)) {
      if (file.endsWith(".list")) {
        for (Iterator<String> lines = lines(INFO.child(file)); lines.hasNext(); ) {
          TreePath path = names.get(lines.next());
          if (path != null) {
            listed.add(path);
          }
        }
      }
    }
    return listed;
  }

  /** The MD5 that packages give for these files, as 32 hexadecimal digits, where they give one. */
  Map<TreePath, String> digests(Collection<TreePath> wanted) throws IOException {
    Map<String, TreePath> names = names(wanted);
    Map<TreePath, String> digests = new HashMap<>();
    if (names.isEmpty()) {
      return digests;
    }
    for (String file : tree.list(INFO)) {
      if (file.endsWith(".md5sums")) {
        for (Iterator<String> lines = lines(INFO.child(file)); lines.hasNext(); ) {
          Matcher line = SUM.matcher(lines.next());
          TreePath path = line.matches() ? names.get("/" + line.group(2)) : null;
          if (path != null) {
            digests.put(path, line.group(1));
          }
        }
      }
    }
    for (Iterator<String> lines = lines(STATUS); lines.hasNext(); ) {
      Matcher line = CONFFILE.matcher(lines.next());
      TreePath path = line.matches() ? names.get(line.group(1)) : null;
      if (path != null) {
        digests.put(path, line.group(2));
      }
    }
    return digests;
  }

  /** The names under which packages may list these paths: on merged /usr also those without it. */
  private Map<String, TreePath> names(Collection<TreePath> wanted) throws IOException {
    Map<String, TreePath> names = new HashMap<>();
    boolean merged =
        tree.status(TreePath.of("/bin"))
            .map(FileStatus::kind)
            .equals(Optional.of(NodeKind.SYMLINK));
    for (TreePath path : wanted) {
      names.put(path.value(), path);
      Matcher matcher = MERGED.matcher(path.value());
      if (merged && matcher.matches()) {
        names.put(matcher.group(1), path);
      }
    }
    return names;
  }

  private Iterator<String> lines(TreePath file) throws IOException {
    byte[] bytes = tree.read(file, LIMIT).orElse(new byte[0]);
    return new String(bytes, StandardCharsets.UTF_8).lines().iterator();
  }
}
