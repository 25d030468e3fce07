package io.envsnap.agent.ecosystem;

import io.envsnap.spec.lockfile.EntryKey;
import java.util.List;
import java.util.Map;

/**
 * What an ecosystem wrote for programs other than envsnap.
 *
 * @param files names of what such a program is given, within the folder
 * @param entries what these files bring
 * @param leftOut entries that they cannot bring, each with one clause that says why
 */
public record Export(List<String> files, List<EntryKey> entries, Map<EntryKey, String> leftOut) {
  /** Of an ecosystem that has no such format. */
  public static final Export NOTHING = new Export(List.of(), List.of(), Map.of());

  /** Takes its own copies. */
  public Export {
    files = List.copyOf(files);
    entries = List.copyOf(entries);
    leftOut = Map.copyOf(leftOut);
  }
}
