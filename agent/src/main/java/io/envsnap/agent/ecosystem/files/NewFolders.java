package io.envsnap.agent.ecosystem.files;

import io.envsnap.agent.baseline.Baseline;
import io.envsnap.agent.tree.Changes;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.ListIterator;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells folders that the session made from folders of the image. A taken baseline knows; without
 * one, a folder is new when everything in it is the session's and it is no folder of any package
 * nor one that every image has.
 */
final class NewFolders {
  /** Folders that images have without a package's list naming them (hier(7), base-files). */
  private static final Pattern USUAL =
      Pattern.compile(
          "/|/(?:bin|boot|content|etc|home|kaggle|lib[0-9a-z]*|media|mnt|opt|root|sbin|srv|usr|var"
              + "|workspace)"
              + "|/kaggle/(?:input|working)"
              + "|/usr/(?:bin|games|include|lib[0-9a-z]*|libexec|local|sbin|share|src)"
              + "|/usr/local/(?:bin|etc|games|include|lib|lib64|man|sbin|share|src|share/man)"
              + "|/usr/(?:local/)?lib/python[0-9.]+(?:/(?:dist|site)-packages)?"
              + "|/var/(?:backups|cache|lib|local|log|mail|opt|spool)"
              + "|(?:/root|/home/[^/]+)/\\.(?:config|local|local/bin|local/lib|local/share)");

  private final Set<TreePath> folders;

  private NewFolders(Set<TreePath> folders) {
    this.folders = folders;
  }

  /**
   * Looks at all changed folders.
   *
   * @param changes all that the session changed, claimed or not
   */
  static NewFolders of(HostTree tree, Changes changes, Baseline baseline) throws IOException {
    List<TreePath> changed = new ArrayList<>();
    Set<TreePath> candidates = new HashSet<>();
    changes
        .changed()
        .forEach(
            (path, status) -> {
              if (status.kind() == NodeKind.DIRECTORY) {
                changed.add(path);
                if (!baseline.hadPath(path)) {
                  candidates.add(path);
                }
              }
            });
    if (baseline.taken()) {
      return new NewFolders(candidates);
    }
    candidates.removeIf(path -> changes.holdsOlder(path) || USUAL.matcher(path.value()).matches());
    candidates.removeAll(new DpkgFiles(tree).listed(candidates));
    // Children sort after their folder, so going backwards sees them first.
    for (ListIterator<TreePath> at = changed.listIterator(changed.size()); at.hasPrevious(); ) {
      TreePath folder = at.previous();
      if (!candidates.contains(folder)) {
        folder.parent().ifPresent(candidates::remove);
      }
    }
    return new NewFolders(candidates);
  }

  /** Whether the session made that folder. */
  boolean contains(TreePath folder) {
    return folders.contains(folder);
  }
}
