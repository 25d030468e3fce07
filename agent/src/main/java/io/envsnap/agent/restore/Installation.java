package io.envsnap.agent.restore;

import io.envsnap.agent.disk.ScratchFolder;
import io.envsnap.agent.ecosystem.InstallBench;
import io.envsnap.agent.ecosystem.Installer;
import io.envsnap.agent.ecosystem.Prepared;
import io.envsnap.agent.ecosystem.RecordedContent;
import io.envsnap.agent.ecosystem.RestoreStep;
import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.verb.Workbench;
import io.envsnap.spec.lockfile.EntryKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs the installers of a plan: all of them prepare before the first one installs. */
final class Installation implements AutoCloseable {
  private final Workbench bench;
  private final Path folder;
  private final RecordedContent content;
  private final boolean relax;
  private final Set<EntryKey> coming;
  private final List<Installer> installers;

  Installation(Workbench bench, RestorePlan plan, RecordedContent content, boolean relax)
      throws IOException {
    this.bench = bench;
    this.folder = bench.state().installing();
    this.content = content;
    this.relax = relax;
    this.coming =
        plan.entries().stream()
            .filter(PlannedEntry::comesBack)
            .map(planned -> planned.entry().key())
            .collect(Collectors.toSet());
    Set<Installer> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Installer> ordered = new ArrayList<>();
    // What entries stand on comes before them.
    Stream.concat(
            plan.pins().stream().map(RestoreStep.Pin::installer),
            plan.installs().stream().map(RestoreStep.Install::installer))
        .filter(distinct::add)
        .forEach(ordered::add);
    this.installers = List.copyOf(ordered);
    // One that was cut off may have left some.
    close();
  }

  /** What cannot come, or not as it was recorded; changes nothing but envsnap's own state. */
  Prepared prepare() throws IOException {
    Map<EntryKey, String> failures = new TreeMap<>();
    Map<EntryKey, String> relaxed = new TreeMap<>();
    for (int at = 0; at < installers.size(); at++) {
      if (at == 0) {
        bench.progress().start("Fetching what has to be installed", 0, Progress.Unit.ITEMS);
      }
      Path own = folder.resolve(Integer.toString(at));
      Files.createDirectories(own);
      Prepared one = installers.get(at).prepare(bench(own));
      failures.putAll(one.failures());
      relaxed.putAll(one.relaxed());
    }
    return new Prepared(failures, relaxed);
  }

  /** One sentence for each entry that failed. */
  List<String> install() throws IOException {
    List<String> failures = new ArrayList<>();
    for (int at = 0; at < installers.size(); at++) {
      if (at == 0) {
        bench.progress().start("Installing", 0, Progress.Unit.ITEMS);
      }
      Map<EntryKey, String> failed =
          installers.get(at).install(bench(folder.resolve(Integer.toString(at))));
      new TreeMap<>(failed).forEach((key, why) -> failures.add(key.spoken() + ": " + why));
    }
    return failures;
  }

  private InstallBench bench(Path own) {
    return new InstallBench(
        own, CutInstallation.marking(bench), content, bench.progress(), relax, coming);
  }

  @Override
  public void close() throws IOException {
    new ScratchFolder(folder).close();
  }
}
