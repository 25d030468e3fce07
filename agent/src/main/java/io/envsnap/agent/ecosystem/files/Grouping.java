package io.envsnap.agent.ecosystem.files;

import io.envsnap.agent.ecosystem.CaptureContext;
import io.envsnap.agent.ecosystem.Claim;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.FoldersAbove;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.agent.tree.PathTable;
import io.envsnap.agent.tree.PerFolder;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.Owner;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes entries of paths: a folder that the session made is one entry with all that is in it, any
 * other path is an entry of its own. Folders that the session made only to hold what others claim
 * share one entry.
 */
final class Grouping {
  private static final String PATHS = "paths";

  /** The entry of all folders that hold nothing but what other ecosystems claim. */
  static final EntryKey FOLDERS = new EntryKey(FilesEcosystem.FILES, "folders", "", "/");

  private final CaptureContext context;
  private final SortedMap<TreePath, FileStatus> files;
  private final SortedMap<TreePath, FileStatus> folders;
  private final Collection<TreePath> deleted;
  private final NewFolders made;
  private final FoldersAbove holding = new FoldersAbove();
  private final FoldersAbove others = new FoldersAbove();
  private final FoldersAbove touched = new FoldersAbove();
  private final SortedMap<TreePath, Group> groups = new TreeMap<>();
  private final Set<TreePath> meaningless = new HashSet<>();
  private final PerFolder<TreePath> tops = new PerFolder<>(this::highest);
  private final List<Entry> entries = new ArrayList<>();
  private final Map<TreePath, Claim> claims;

  Grouping(
      CaptureContext context,
      NewFolders made,
      SortedMap<TreePath, FileStatus> files,
      SortedMap<TreePath, FileStatus> folders,
      Collection<TreePath> deleted) {
    this.context = context;
    this.claims = new PathTable<>(context.changes().changed());
    this.files = files;
    this.folders = folders;
    this.deleted = deleted;
    this.made = made;
  }

  /** What belongs to one entry. */
  private static final class Group {
    private final List<TreePath> paths = new ArrayList<>();
    private int count;
    private long size;
  }

  /** Sorts everything. */
  void group() throws IOException {
    files.keySet().forEach(holding::add);
    for (TreePath path : context.changes().changed().keySet()) {
      touched.add(path);
      if (context.claimed().contains(path)) {
        others.add(path);
      }
    }
    context.changes().deleted().forEach(touched::add);
    files.forEach((path, status) -> add(path, Optional.of(status)));
    folders.forEach(this::folder);
    Set<TreePath> gone = new HashSet<>(deleted);
    for (TreePath path : deleted) {
      TreePath top = path;
      while (top.parent().filter(gone::contains).isPresent()) {
        top = top.parent().orElse(TreePath.ROOT);
      }
      Group group = groups.computeIfAbsent(top, key -> new Group());
      group.paths.add(path);
      group.count++;
    }
    describe(gone);
  }

  private void folder(TreePath path, FileStatus status) {
    if (path.name().equals(RuntimeFiles.CACHE)
        && !holding.contains(path)
        && !others.contains(path)) {
      meaningless.add(path);
    } else if (made.contains(path)) {
      add(path, Optional.of(status));
    } else if ((touched.contains(path) || hasOtherChildren(status))
        && !DressedFolders.has(path, status)) {
      // A folder of the image, changed because something below it was. On an overlay that gives
      // it a new inode with the old times, so nothing tells whether its mode changed as well.
      meaningless.add(path);
    } else {
      add(path, Optional.of(status));
    }
  }

  /** Its time says that a child came or went, if only one that is left out by a rule. */
  private boolean hasOtherChildren(FileStatus status) {
    return status.mtime().compareTo(context.baseline().sessionStart()) > 0;
  }

  private void add(TreePath path, Optional<FileStatus> status) {
    Group group = groups.computeIfAbsent(top(path), key -> new Group());
    group.paths.add(path);
    if (status.isPresent() && status.get().kind() != NodeKind.DIRECTORY) {
      group.count++;
      group.size += status.get().kind() == NodeKind.FILE ? status.get().size() : 0;
    }
  }

  /** The highest new folder above the path that is not somebody else's, else the path itself. */
  private TreePath top(TreePath path) {
    return tops.of(path).orElse(path);
  }

  /** The same for all paths of a folder; empty where that is no new one of ours. */
  private Optional<TreePath> highest(TreePath folder) {
    Optional<TreePath> top = Optional.empty();
    Optional<TreePath> at = Optional.of(folder);
    while (at.isPresent() && made.contains(at.get()) && isOurs(at.get())) {
      top = at;
      at = at.get().parent();
    }
    return top;
  }

  private boolean isOurs(TreePath folder) {
    return folders.containsKey(folder);
  }

  private void describe(Set<TreePath> gone) throws IOException {
    List<TreePath> single =
        groups.keySet().stream().filter(top -> !folders.containsKey(top)).toList();
    PackageOrigins packages = PackageOrigins.of(context.tree(), files.keySet());
    Originals originals = new Originals(context.tree(), context.baseline(), single);
    int bare = 0;
    for (Map.Entry<TreePath, Group> grouped : groups.entrySet()) {
      TreePath top = grouped.getKey();
      Group group = grouped.getValue();
      if (folders.containsKey(top) && !holding.contains(top) && others.contains(top)) {
        claim(group, FOLDERS);
        bare += group.paths.size();
        continue;
      }
      EntryKey key = new EntryKey(FilesEcosystem.FILES, PATHS, "", top.value());
      claim(group, key);
      SortedMap<String, String> attributes = attributes(top, group, gone);
      if (single.contains(top)) {
        attributes.putAll(originals.attributes(top));
      }
      String from = gone.contains(top) ? "" : packages.spoken(group.paths);
      if (!from.isEmpty()) {
        attributes.put("from", from);
      }
      entries.add(new Entry(key, "", true, List.of(), attributes));
    }
    if (bare > 0) {
      SortedMap<String, String> attributes = new TreeMap<>();
      attributes.put("folders", Integer.toString(bare));
      entries.add(new Entry(FOLDERS, "", false, List.of(), attributes));
    }
  }

  private void claim(Group group, EntryKey key) {
    Claim claim = Claim.content(key);
    group.paths.forEach(path -> claims.put(path, claim));
  }

  private SortedMap<String, String> attributes(TreePath top, Group group, Set<TreePath> gone) {
    SortedMap<String, String> attributes = new TreeMap<>();
    FileStatus file = files.get(top);
    FileStatus folder = folders.get(top);
    if (gone.contains(top)) {
      attributes.put("state", "deleted");
      if (group.count > 1) {
        attributes.put("files", Integer.toString(group.count));
      }
    } else if (file != null && file.kind() == NodeKind.SYMLINK) {
      attributes.put("target", file.target().replaceAll("\\p{Cntrl}", "?"));
    } else if (file != null) {
      attributes.put("size", Long.toString(file.size()));
    } else if (folder != null) {
      attributes.put("files", Integer.toString(group.count));
      attributes.put("size", Long.toString(group.size));
      if (!made.contains(top)) {
        attributes.put("mode", Integer.toOctalString(folder.mode()));
        if (!folder.owner().equals(Owner.ROOT)) {
          attributes.put("owner", owner(folder.owner()));
        }
      }
    }
    return attributes;
  }

  private static String owner(Owner owner) {
    String user = owner.user().isEmpty() ? Integer.toString(owner.uid()) : owner.user();
    String group = owner.group().isEmpty() ? Integer.toString(owner.gid()) : owner.group();
    return user + ":" + group;
  }

  /** Folders of which nothing is worth recording. */
  Set<TreePath> meaningless() {
    return meaningless;
  }

  /** All entries. */
  List<Entry> entries() {
    return entries;
  }

  /** All claims. */
  Map<TreePath, Claim> claims() {
    return claims;
  }
}
