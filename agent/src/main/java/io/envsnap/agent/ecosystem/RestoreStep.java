package io.envsnap.agent.ecosystem;

import io.envsnap.agent.process.Command;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.Metadata;
import io.envsnap.spec.snapshot.TreePath;
import java.util.List;

/** One step of a plan; the executor knows how to do each kind, and prints it in a dry run. */
public sealed interface RestoreStep {
  /** The entry for whose sake it is done. */
  EntryKey entry();

  /**
   * Makes all recorded paths of the entry equal to the snapshot (rung 2). Paths that are equal
   * already are not written; an entry all of whose paths are equal counts as present (rung 1).
   *
   * @param keep recorded paths that must not be touched, because this machine has its own there;
   *     each is reported as a conflict
   * @param settled recorded paths that differ here in a way that means nothing: not touched either,
   *     and no conflict
   */
  record Place(EntryKey entry, List<TreePath> keep, List<TreePath> settled) implements RestoreStep {
    /** Takes its own copies. */
    public Place {
      keep = List.copyOf(keep);
      settled = List.copyOf(settled);
    }

    /** With nothing settled. */
    public Place(EntryKey entry, List<TreePath> keep) {
      this(entry, keep, List.of());
    }
  }

  /**
   * Removes these files and links where they exist, then those of their folders that are empty and
   * listed. Paths that the restore places anyway are left to the placement.
   *
   * @param why for people, such as {@code numpy 1.26.4 is replaced}
   */
  record Remove(EntryKey entry, List<TreePath> paths, String why) implements RestoreStep {
    /** Takes its own copy. */
    public Remove {
      paths = List.copyOf(paths);
    }
  }

  /**
   * Rewrites a shared file as a whole; nothing is written when the merge returns what is there.
   *
   * @param file the file
   * @param merge gives its new bytes
   * @param metadata mode and owner where the file does not exist yet; an existing file keeps its
   *     own
   * @param phase {@link Phase#ACCOUNTS} or {@link Phase#DATABASES}
   */
  record Merge(EntryKey entry, TreePath file, FileMerge merge, Metadata metadata, Phase phase)
      implements RestoreStep {}

  /**
   * Runs a program of the machine, such as {@code ldconfig}.
   *
   * @param needed whether its failure makes the entry count as not restored; else it is a warning
   */
  record Run(EntryKey entry, Command command, Phase phase, boolean needed) implements RestoreStep {}

  /**
   * Something of the entry stays as it is here, because this machine has decided on it itself:
   * reported as a conflict.
   *
   * @param path where it lies
   * @param reason one clause with the fact behind it
   */
  record Keep(EntryKey entry, TreePath path, String reason) implements RestoreStep {}

  /** The entry is there already, by a proof better than its files (rung 1). */
  record Present(EntryKey entry) implements RestoreStep {}

  /**
   * The entry cannot come back by its files on this machine; it is named as not restored.
   *
   * @param rung the rung that it would need: 3 artifact, 4 upstream, 5 relaxed
   * @param reason one clause with the fact behind it
   */
  record Refuse(EntryKey entry, int rung, String reason) implements RestoreStep {}

  /**
   * A program of the machine brings the entry back; entries that come together share one installer.
   *
   * @param rung 3 from the snapshot's bytes, 4 from where it came from, 5 anew
   * @param reason one clause: from where
   */
  record Install(EntryKey entry, int rung, String reason, Installer installer)
      implements RestoreStep {}

  /**
   * The entry comes back, but not as a whole.
   *
   * @param what one clause that says what is missing and why
   */
  record Without(EntryKey entry, String what) implements RestoreStep {}

  /**
   * Gives the base the recorded version of something that the entry stands on; steps that belong
   * together share one installer. The entry comes back whether that succeeds or not.
   *
   * @param change what it is
   * @param folder where it is installed
   */
  record Pin(EntryKey entry, BaseChange change, TreePath folder, Installer installer)
      implements RestoreStep {}
}
