package io.envsnap.agent.snapshot;

import io.envsnap.agent.tree.FileStatus;
import io.envsnap.spec.snapshot.Metadata;
import java.util.SortedMap;

/** Turns what the file system says into what a snapshot keeps. */
final class Nodes {
  private Nodes() {}

  static Metadata metadata(FileStatus status, SortedMap<String, String> xattrs) {
    return new Metadata(status.mode(), status.owner(), status.mtime(), xattrs);
  }
}
