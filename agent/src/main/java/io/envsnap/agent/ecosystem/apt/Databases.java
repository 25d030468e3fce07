package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.ecosystem.FileMerge;
import io.envsnap.agent.ecosystem.Phase;
import io.envsnap.agent.ecosystem.RestoreStep;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.Metadata;
import io.envsnap.spec.snapshot.Owner;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreePath;
import java.util.Collections;

/** Steps that merge shared files of the machine. */
final class Databases {
  private static final int MODE = 0644;

  private Databases() {}

  /** A merge of a database of packages. */
  static RestoreStep merge(EntryKey entry, TreePath file, FileMerge merge) {
    return new RestoreStep.Merge(entry, file, merge, metadata(), Phase.DATABASES);
  }

  /** A merge of a file of accounts. */
  static RestoreStep accounts(EntryKey entry, TreePath file, FileMerge merge) {
    return new RestoreStep.Merge(entry, file, merge, metadata(), Phase.ACCOUNTS);
  }

  private static Metadata metadata() {
    return new Metadata(MODE, Owner.ROOT, new Timestamp(0, 0), Collections.emptySortedMap());
  }
}
