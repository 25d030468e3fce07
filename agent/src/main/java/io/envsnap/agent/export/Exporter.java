package io.envsnap.agent.export;

import io.envsnap.agent.ecosystem.Ecosystem;
import io.envsnap.agent.ecosystem.Export;
import io.envsnap.agent.ecosystem.RecordedContent;
import io.envsnap.agent.ecosystem.Wanted;
import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.restore.RestoreSource;
import io.envsnap.agent.restore.SnapshotContent;
import io.envsnap.agent.snapshot.OpenSnapshot;
import io.envsnap.agent.verb.VerbException;
import io.envsnap.agent.verb.Workbench;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.ClaimedNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes what was recorded for programs other than envsnap. Changes nothing else. */
public final class Exporter {
  private final Workbench bench;

  /** An exporter on one machine, which need not be the recorded one. */
  public Exporter(Workbench bench) {
    this.bench = bench;
  }

  /**
   * Exports what ecosystems have a format for.
   *
   * @param folder made where it is missing; files of the same names are replaced
   * @throws VerbException also when no ecosystem has anything to export
   */
  public ExportReport export(RestoreSource source, Path folder) throws VerbException {
    List<String> files = new ArrayList<>();
    List<Entry> entries = new ArrayList<>();
    TreeMap<EntryKey, String> leftOut = new TreeMap<>();
    bench.progress().start("Exporting", 0, Progress.Unit.ITEMS);
    try {
      Files.createDirectories(folder);
      RecordedContent content = SnapshotContent.of(source.snapshot(), bench.root());
      Map<EntryKey, List<ClaimedNode>> nodes =
          source.snapshot().map(OpenSnapshot::nodesByEntry).orElse(Map.of());
      for (Ecosystem ecosystem : bench.ecosystems()) {
        List<Entry> own =
            source.lockfile().entries().stream()
                .filter(entry -> entry.key().ecosystem().equals(ecosystem.id()))
                .toList();
        Wanted wanted = new Wanted(own, nodes, Map.of(), source.lockfile().base());
        Export export = ecosystem.export(wanted, content, folder);
        files.addAll(export.files());
        leftOut.putAll(export.leftOut());
        own.stream().filter(entry -> export.entries().contains(entry.key())).forEach(entries::add);
      }
    } catch (IOException e) {
      throw VerbException.of("Exporting stopped", e, "Mend the cause and run it again");
    }
    if (files.isEmpty()) {
      throw new VerbException(
          VerbException.Kind.NOTHING,
          "There is nothing to export: no Python package of this lockfile can be written as a wheel"
              + " or an address",
          "`envsnap show` lists what the lockfile holds");
    }
    return new ExportReport(folder, files, entries, leftOut);
  }
}
