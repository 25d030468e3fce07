package io.envsnap.agent.tree;

import io.envsnap.spec.snapshot.TreeNode;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * New folders that are filled under a temporary name and put in their places whole: nobody ever
 * sees half of one, and the files in them need no temporary name and no rename of their own. What a
 * run that was killed had written into them is found by the next one.
 *
 * <p>For one thread, while no other writes; between {@link #stage} and {@link #unveil} several
 * threads may write into them.
 */
public final class StagedFolders {
  private final TreeWriter writer;
  private final Folders folders;
  private final MetadataPolicy policy;
  private final DigestCache digests;
  private final List<TreeNode.Directory> staged = new ArrayList<>();
  private boolean foundSome;

  StagedFolders(TreeWriter writer, Folders folders, MetadataPolicy policy, DigestCache digests) {
    this.writer = writer;
    this.folders = folders;
    this.policy = policy;
    this.digests = digests;
  }

  /**
   * Makes those that are not there out of sight, but for what lies below another of them.
   *
   * @param wanted a folder before what it holds
   * @return those that remain to be made or dressed
   */
  public List<TreeNode.Directory> stage(List<TreeNode.Directory> wanted) throws IOException {
    List<TreeNode.Directory> rest = new ArrayList<>();
    NodeAccess access = new NodeAccess(folders);
    TreePath last = TreePath.ROOT;
    for (TreeNode.Directory folder : wanted) {
      TreePath path = folder.path();
      // Most lie in the one that was staged last, and need not be gone up.
      boolean below = path.isWithin(last) && !last.equals(TreePath.ROOT);
      if (below || isBelowStaged(path) || access.status(path) != null) {
        rest.add(folder);
      } else {
        last = path;
        folders.stage(path);
        staged.add(folder);
        foundSome |= !make(folder);
      }
    }
    return rest;
  }

  /** Asks for names, as folders between that one and this may not be there yet. */
  private boolean isBelowStaged(TreePath path) {
    Optional<TreePath> above = path.parent();
    while (above.isPresent() && !folders.isStaged(above.get())) {
      above = above.get().parent();
    }
    return above.isPresent();
  }

  private boolean make(TreeNode.Directory folder) throws IOException {
    try {
      return writer.directory(folder);
    } catch (InTheWayException e) {
      // Only who wants to disturb gives that name to anything else.
      writer.remove(folder.path());
      return writer.directory(folder);
    }
  }

  /** Those that are not in a staged folder already, whole and as they shall be. */
  public List<TreeNode.RegularFile> missing(List<TreeNode.RegularFile> files) throws IOException {
    if (!foundSome) {
      return files;
    }
    List<TreeNode.RegularFile> missing = new ArrayList<>();
    try (TreeCompare compare = TreeCompare.in(folders.another(), policy, digests)) {
      for (TreeNode.RegularFile file : files) {
        if (!isBelowStaged(file.path()) || compare.compare(file).isPresent()) {
          missing.add(file);
        }
      }
    }
    return missing;
  }

  /**
   * Puts them in their places. Where somebody made one of that name meanwhile, or the file system
   * moves no folders, what is in it is moved path by path. Those that can't be put anywhere are
   * removed: nobody would find what takes their disk's room.
   *
   * @param content what may have been written into them, a folder before what it holds
   * @throws InTheWayException when something else stands there now
   */
  public void unveil(List<TreeNode> content) throws IOException {
    try {
      rename();
      merge(content);
    } catch (IOException e) {
      try {
        discard(content);
      } catch (IOException another) {
        e.addSuppressed(another);
      }
      throw e;
    } finally {
      folders.unstage();
    }
  }

  private void rename() throws IOException {
    for (Iterator<TreeNode.Directory> each = staged.iterator(); each.hasNext(); ) {
      if (folders.unveil(each.next().path())) {
        each.remove();
      }
    }
  }

  private void merge(List<TreeNode> content) throws IOException {
    if (!staged.isEmpty()) {
      try (TreeWriter visible = writer.visible()) {
        for (Iterator<TreeNode.Directory> each = staged.iterator(); each.hasNext(); ) {
          merge(each.next().path(), content, visible);
          each.remove();
        }
      }
    }
  }

  private void discard(List<TreeNode> content) throws IOException {
    for (TreeNode.Directory folder : staged) {
      for (int at = content.size() - 1; at >= 0; at--) {
        TreePath path = content.get(at).path();
        if (path.isWithin(folder.path())) {
          writer.removeAny(path);
        }
      }
    }
  }

  private void merge(TreePath folder, List<TreeNode> content, TreeWriter visible)
      throws IOException {
    List<TreePath> emptied = new ArrayList<>();
    for (TreeNode node : content) {
      if (!node.path().isWithin(folder)) {
        continue;
      }
      if (node instanceof TreeNode.Directory inner) {
        visible.directory(inner);
        emptied.add(inner.path());
      } else {
        writer.unveil(node.path(), visible);
      }
    }
    for (int at = emptied.size() - 1; at >= 0; at--) {
      writer.removeIfEmpty(emptied.get(at));
    }
  }
}
