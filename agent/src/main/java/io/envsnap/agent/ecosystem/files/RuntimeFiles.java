package io.envsnap.agent.ecosystem.files;

import io.envsnap.agent.tree.Changes;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Knows what only a running machine needs, and what any machine makes anew by itself. */
final class RuntimeFiles {
  /** Where Python keeps what it compiled. */
  static final String CACHE = "__pycache__";

  /** {@code module.cpython-311.pyc}, {@code module.cpython-311.opt-1.pyc} (PEP 3147, PEP 488). */
  private static final Pattern COMPILED =
      Pattern.compile("(.+?)\\.[a-z]+-[0-9a-z]+(?:\\.opt-[0-9a-z]+)?\\.pyc(?:\\.[0-9]+)?");

  private final HostTree tree;
  private final Changes changes;

  RuntimeFiles(HostTree tree, Changes changes) {
    this.tree = tree;
    this.changes = changes;
  }

  /** Whether the path is worthless elsewhere. */
  boolean has(TreePath path, FileStatus status) throws IOException {
    return status.kind() == NodeKind.OTHER
        || (status.kind() == NodeKind.FILE
            && (path.value().endsWith(".pid") || isCompiledFromBase(path)));
  }

  /** Whether the loss of the path means nothing. */
  boolean hadWorthless(TreePath path) {
    return path.name().endsWith(".pid")
        || path.name().equals(CACHE)
        || COMPILED.matcher(path.name()).matches();
  }

  /** Python compiles what it imports, also what the image came with. */
  private boolean isCompiledFromBase(TreePath path) throws IOException {
    if (!path.value().contains(".pyc")) {
      return false;
    }
    Matcher matcher = COMPILED.matcher(path.name());
    Optional<TreePath> cache = path.parent().filter(parent -> parent.name().equals(CACHE));
    Optional<TreePath> folder = cache.flatMap(TreePath::parent);
    if (folder.isEmpty() || !matcher.matches()) {
      return false;
    }
    TreePath source = folder.get().child(matcher.group(1) + ".py");
    return !changes.touched(source) && tree.status(source).isPresent();
  }
}
