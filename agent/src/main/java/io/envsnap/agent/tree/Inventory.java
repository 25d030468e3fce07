package io.envsnap.agent.tree;

import io.envsnap.agent.disk.WholeFile;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every path of a tree at one moment, with what tells that it changed: kind, inode change time and
 * size. About 100 bytes a path.
 */
public final class Inventory {
  /**
   * What an inventory knows of a path.
   *
   * @param kind as {@code find -printf %y} says: {@code f}, {@code d}, {@code l}, ...
   * @param ctime last change of the inode
   * @param size length in bytes
   */
  record Mark(char kind, Timestamp ctime, long size) {}

  private final Map<String, Mark> marks;
  private final List<TreePath> unwatched;

  /**
   * Of these paths.
   *
   * @param marks nobody else may change them from now on: a copy would cost as much as a scan
   * @param unwatched folders that were not walked, so that nothing is known of what they held
   */
  Inventory(Map<String, Mark> marks, List<TreePath> unwatched) {
    this.marks = Collections.unmodifiableMap(marks);
    this.unwatched = List.copyOf(unwatched);
  }

  /**
   * Reads one that was saved.
   *
   * @throws IOException with one sentence when it is missing, of another format or damaged
   */
  public static Inventory load(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return InventoryFile.read(in);
    }
  }

  /** Writes it whole, for this user only. */
  public void save(Path file) throws IOException {
    WholeFile.write(file, WholeFile.PRIVATE, out -> InventoryFile.write(this, out));
  }

  /** Whether the path existed. */
  public boolean contains(TreePath path) {
    return marks.containsKey(path.value());
  }

  /**
   * The same without what a session had changed before it was taken: of those paths nobody knows
   * what they were.
   */
  public Inventory before(SessionTime session) {
    if (marks.values().stream().noneMatch(mark -> session.covers(mark.ctime()))) {
      return this;
    }
    Map<String, Mark> base = new HashMap<>(marks);
    base.values().removeIf(mark -> session.covers(mark.ctime()));
    return new Inventory(base, unwatched);
  }

  /** How many paths there were. */
  public int size() {
    return marks.size();
  }

  /** Folders that were not walked, so that nothing is known of what they held. */
  public List<TreePath> unwatched() {
    return unwatched;
  }

  /** All paths, by their text. */
  Map<String, Mark> marks() {
    return marks;
  }
}
