package io.envsnap.agent.record;

import io.envsnap.agent.binary.GpuCode;
import io.envsnap.agent.compat.Software;
import io.envsnap.agent.concurrent.Meanwhile;
import io.envsnap.agent.ecosystem.Claim;
import io.envsnap.agent.tree.Changes;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Notes at each package for which cards its libraries carry code, while they are at hand. All
 * libraries of a session are looked into while it is still asked whose they are.
 */
final class CudaTargets implements AutoCloseable {
  private static final Pattern LIBRARY = Pattern.compile(".*\\.so(?:\\.[0-9.]+)?");

  private final Meanwhile<Map<TreePath, SortedSet<String>>, RuntimeException> looking;

  /** Begins to look into them. */
  CudaTargets(Changes changes, HostTree tree) {
    this.looking = Meanwhile.begin(RuntimeException.class, () -> targets(changes, tree));
  }

  private static Map<TreePath, SortedSet<String>> targets(Changes changes, HostTree tree) {
    Map<TreePath, SortedSet<String>> targets = new HashMap<>();
    changes
        .changed()
        .forEach(
            (path, status) -> {
              if (status.kind() == NodeKind.FILE && isLibrary(path)) {
                SortedSet<String> found = in(path, tree);
                if (!found.isEmpty()) {
                  targets.put(path, found);
                }
              }
            });
    return targets;
  }

  /** The same entries, those with such code with one attribute more. */
  List<Entry> noted(List<Entry> entries, Map<TreePath, Claim> claims) {
    Map<EntryKey, SortedSet<String>> targets = new HashMap<>();
    looking
        .get()
        .forEach(
            (path, found) -> {
              Claim claim = claims.get(path);
              if (claim != null && claim.entry().kind().equals("packages")) {
                targets.computeIfAbsent(claim.entry(), key -> new TreeSet<>()).addAll(found);
              }
            });
    return entries.stream()
        .map(
            entry -> {
              SortedSet<String> found = targets.get(entry.key());
              return found == null ? entry : with(entry, String.join(" ", found));
            })
        .toList();
  }

  @Override
  public void close() {
    looking.close();
  }

  private static boolean isLibrary(TreePath path) {
    // A pattern for each of many thousand paths takes its time.
    return path.value().contains(".so") && LIBRARY.matcher(path.name()).matches();
  }

  private static SortedSet<String> in(TreePath path, HostTree tree) {
    try {
      return GpuCode.in(tree.onDisk(path));
    } catch (IOException | InvalidPathException e) {
      // Whether it can be read at all is found out, and said, when it is packed.
      return new TreeSet<>();
    }
  }

  private static Entry with(Entry entry, String targets) {
    SortedMap<String, String> attributes = new TreeMap<>(entry.attributes());
    attributes.put(Software.TARGETS, targets);
    return new Entry(
        entry.key(), entry.version(), entry.requested(), entry.artifacts(), attributes);
  }
}
