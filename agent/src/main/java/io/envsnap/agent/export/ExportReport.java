package io.envsnap.agent.export;

import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;

/**
 * What was exported.
 *
 * @param folder where
 * @param files what other programs are given, names within the folder
 * @param entries what these files bring, sorted
 * @param leftOut entries of the same ecosystems that they do not bring, each with one clause
 */
public record ExportReport(
    Path folder, List<String> files, List<Entry> entries, SortedMap<EntryKey, String> leftOut) {
  /** Takes its own copies. */
  public ExportReport {
    files = List.copyOf(files);
    entries = List.copyOf(entries);
  }
}
