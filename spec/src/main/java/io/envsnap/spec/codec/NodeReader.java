package io.envsnap.spec.codec;

import com.fasterxml.jackson.core.JsonToken;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.Metadata;
import io.envsnap.spec.snapshot.Owner;
import io.envsnap.spec.snapshot.Placement;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreeNode;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads the nodes of a segment, whose tables are already known. */
final class NodeReader {
  private static final int MOST_MODE = 07777;
  private static final int MOST_NANOS = 999_999_999;
  private static final Pattern XATTR_NAME = Pattern.compile("[a-z]+\\.[\\x21-\\x7e]{1,250}");
  private static final Pattern XATTR_VALUE = Pattern.compile("[0-9a-f]{0,131072}");
  private static final SortedMap<String, String> NO_XATTRS = Collections.emptySortedMap();

  private final JsonCursor cursor;
  private final List<Owner> owners;
  private final List<EntryKey> entries;
  private final List<Digest> digests;

  NodeReader(JsonCursor cursor, List<Owner> owners, List<EntryKey> entries, List<Digest> digests) {
    this.cursor = cursor;
    this.owners = owners;
    this.entries = entries;
    this.digests = digests;
  }

  List<ClaimedNode> readAll() throws IOException, FormatException {
    List<ClaimedNode> nodes = new ArrayList<>();
    String before = "";
    cursor.startItems();
    while (cursor.nextItems()) {
      String letter = cursor.text();
      TreePath path = cursor.path();
      if (path.value().compareTo(before) <= 0) {
        throw cursor.broken("the paths are not sorted");
      }
      before = path.value();
      if (nodes.size() == SegmentJson.MOST_NODES) {
        throw cursor.broken("there are more than " + SegmentJson.MOST_NODES + " nodes");
      }
      EntryKey entry = entries.get(cursor.index(entries.size()));
      Placement placement = cursor.index(2) == 0 ? Placement.CONTENT : Placement.LATE;
      nodes.add(new ClaimedNode(node(letter, path), entry, placement));
    }
    return nodes;
  }

  private TreeNode node(String letter, TreePath path) throws IOException, FormatException {
    return switch (letter) {
      case "f" -> file(path);
      case "d" -> new TreeNode.Directory(path, stat().with(xattrsAndEnd()));
      case "l" -> symlink(path);
      case "h" -> {
        TreePath target = cursor.path();
        cursor.endItems();
        yield new TreeNode.HardLink(path, target);
      }
      case "x" -> {
        cursor.endItems();
        yield new TreeNode.Deleted(path);
      }
      default -> throw cursor.broken("there is no kind of node " + Quoted.of(letter));
    };
  }

  private TreeNode symlink(TreePath path) throws IOException, FormatException {
    Stat stat = stat();
    String target = cursor.text();
    Optional<String> problem = NameRules.problemOfLink(target);
    if (problem.isPresent()) {
      throw cursor.broken(problem.get());
    }
    return new TreeNode.Symlink(path, stat.with(xattrsAndEnd()), target);
  }

  private TreeNode file(TreePath path) throws IOException, FormatException {
    Stat stat = stat();
    long size = cursor.number(0, SegmentReader.LARGEST);
    Digest digest = digests.get(cursor.index(digests.size()));
    return new TreeNode.RegularFile(path, stat.with(xattrsAndEnd()), size, digest);
  }

  private Stat stat() throws IOException, FormatException {
    int mode = (int) cursor.number(0, MOST_MODE);
    Owner owner = owners.get(cursor.index(owners.size()));
    long seconds = cursor.number(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond());
    return new Stat(mode, owner, new Timestamp(seconds, (int) cursor.number(0, MOST_NANOS)));
  }

  private SortedMap<String, String> xattrsAndEnd() throws IOException, FormatException {
    if (!cursor.nextInItems()) {
      return NO_XATTRS;
    }
    if (!cursor.at(JsonToken.START_OBJECT)) {
      throw cursor.broken("expected the end of a node");
    }
    SortedMap<String, String> xattrs = new TreeMap<>();
    while (cursor.nextName()) {
      String name = cursor.currentText();
      String value = cursor.text();
      boolean hex = XATTR_VALUE.matcher(value).matches() && value.length() % 2 == 0;
      if (!hex || !XATTR_NAME.matcher(name).matches()) {
        throw cursor.broken("the extended attribute " + Quoted.of(name) + " is not one");
      }
      xattrs.put(name, value);
    }
    cursor.endItems();
    return xattrs;
  }

  /** What is known of a node before its extended attributes. */
  private record Stat(int mode, Owner owner, Timestamp mtime) {
    Metadata with(SortedMap<String, String> xattrs) {
      return new Metadata(mode, owner, mtime, xattrs);
    }
  }
}
