package io.envsnap.agent.ecosystem.files;

import io.envsnap.agent.ecosystem.Capture;
import io.envsnap.agent.ecosystem.CaptureContext;
import io.envsnap.agent.tree.Changes;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.NodeKind;
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
import java.util.SortedMap;
import java.util.TreeMap;

/** One run over what nobody has claimed. */
final class FilesCapture {
  private final CaptureContext context;
  private final Changes changes;
  private final FileLimits limits;
  private final NewFolders made;
  private final RuntimeFiles runtime;

  private final SortedMap<TreePath, FileStatus> kept = new TreeMap<>();
  private final SortedMap<TreePath, FileStatus> folders = new TreeMap<>();
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
    for (Map.Entry<TreePath, FileStatus> change : changes.changed().entrySet()) {
      if (!context.claimed().contains(change.getKey())) {
        sort(change.getKey(), change.getValue());
      }
    }
    List<LeftOut> large = new SizeLimiter(limits).leaveOut(kept);
    for (LeftOut left : large) {
      kept.remove(TreePath.of(left.path()));
    }
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
    for (LeftOut left : secrets.withheld()) {
      kept.remove(TreePath.of(left.path()));
    }
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

  private void sort(TreePath path, FileStatus status) throws IOException {
    if (status.kind() == NodeKind.DIRECTORY) {
      folders.put(path, status);
    } else if (runtime.has(path, status)) {
      absorbed.add(path);
    } else {
      kept.put(path, status);
    }
  }
}
