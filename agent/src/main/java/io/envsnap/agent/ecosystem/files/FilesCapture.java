package io.envsnap.agent.ecosystem.files;

import static java.util.stream.Collectors.toSet;

import io.envsnap.agent.ecosystem.Capture;
import io.envsnap.agent.ecosystem.CaptureContext;
import io.envsnap.agent.tree.Changes;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.agent.tree.PathMap;
import io.envsnap.spec.lockfile.LeftOut;
import io.envsnap.spec.lockfile.Need;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One run over what nobody has claimed. */
final class FilesCapture {
  private final CaptureContext context;
  private final Changes changes;
  private final FileLimits limits;
  private final NewFolders made;
  private final RuntimeFiles runtime;

  private final Set<TreePath> absorbed = new HashSet<>();
  private final Map<TreePath, byte[]> substitutes = new HashMap<>();
  private final List<Need> needs = new ArrayList<>();
  private final List<LeftOut> leftOut = new ArrayList<>();

  /**
   * A run.
   *
   * @param made folders that the session made
   */
  FilesCapture(CaptureContext context, FileLimits limits, NewFolders made) {
    this.context = context;
    this.made = made;
    this.changes = context.changes();
    this.limits = limits;
    this.runtime = new RuntimeFiles(context.tree(), changes);
  }

  /** Everything that is left to say of the session. */
  Capture run() throws IOException {
    PathMap<FileStatus> free =
        changes.changed().only((path, status) -> !context.claimed().contains(path));
    PathMap<FileStatus> folders = free.only((path, status) -> isFolder(status));
    absorbRuntimeFiles(free);
    PathMap<FileStatus> kept =
        free.only((path, status) -> !isFolder(status) && !absorbed.contains(path));
    List<LeftOut> large = new SizeLimiter(limits).leaveOut(kept);
    kept = without(large, kept);
    if (!large.isEmpty()) {
      DownloadSearch downloads = new DownloadSearch(context.tree(), kept);
      leftOut.addAll(downloads.named(large));
      needs.addAll(downloads.needs());
    }
    SecretSearch secrets = new SecretSearch(context.tree(), context.searched());
    secrets.name(changes.leftOut());
    secrets.search(kept);
    needs.addAll(secrets.needs());
    leftOut.addAll(secrets.withheld());
    substitutes.putAll(secrets.substitutes());
    kept = without(secrets.withheld(), kept);
    List<TreePath> deleted = new ArrayList<>();
    for (TreePath path : changes.deleted()) {
      if (runtime.hadWorthless(path)) {
        absorbed.add(path);
      } else if (!context.claimed().contains(path)) {
        deleted.add(path);
      }
    }
    Grouping grouping = new Grouping(context, made, kept, folders, deleted);
    grouping.group();
    absorbed.addAll(grouping.meaningless());
    return new Capture(
        grouping.entries(), grouping.claims(), absorbed, substitutes, Map.of(), needs, leftOut);
  }

  private void absorbRuntimeFiles(PathMap<FileStatus> free) throws IOException {
    for (Map.Entry<TreePath, FileStatus> one : free.entrySet()) {
      if (!isFolder(one.getValue()) && runtime.has(one.getKey(), one.getValue())) {
        absorbed.add(one.getKey());
      }
    }
  }

  private static boolean isFolder(FileStatus status) {
    return status.kind() == NodeKind.DIRECTORY;
  }

  private static PathMap<FileStatus> without(List<LeftOut> some, PathMap<FileStatus> files) {
    Set<String> names = some.stream().map(LeftOut::path).collect(toSet());
    return names.isEmpty() ? files : files.only((path, status) -> !names.contains(path.value()));
  }
}
