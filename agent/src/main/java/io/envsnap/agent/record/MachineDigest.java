package io.envsnap.agent.record;

import io.envsnap.agent.host.HostFacts;
import io.envsnap.agent.host.PythonInterpreter;
import io.envsnap.agent.snapshot.DigestWriter;
import io.envsnap.agent.tree.DigestCache;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.LocalTree;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.agent.verb.Workbench;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.journal.Action;
import io.envsnap.spec.lockfile.Accelerator;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One digest of all that a record is made of: each changed path with its inode's times, the story,
 * the host and the settings. Two records that see the same would make the same.
 */
final class MachineDigest {
  /** apt tells from these where packages come from; no scan looks at what is fetched again. */
  private static final List<TreePath> CONSULTED = List.of(TreePath.of("/var/lib/apt/lists"));

  private final Workbench bench;
  private final SessionScan scan;
  private final String settings;

  /**
   * Of a machine that was looked at.
   *
   * @param settings what was asked for, as text
   */
  MachineDigest(Workbench bench, SessionScan scan, String settings) {
    this.bench = bench;
    this.scan = scan;
    this.settings = settings;
  }

  /**
   * The digest of what changed on disk.
   *
   * @return empty where a change could hide behind times that are too young
   */
  Optional<Digest> ofChanges(DigestCache digests) {
    // What is changed in a folder shows in what lies there.
    boolean still =
        scan.changes().changed().values().stream()
            .allMatch(one -> one.kind() == NodeKind.DIRECTORY || digests.holdsStill(one));
    return still ? Optional.of(ChangesDigest.of(scan.changes())) : Optional.empty();
  }

  /**
   * The digest of all that was found.
   *
   * @param changes as {@link #ofChanges} says; empty makes this empty
   */
  Optional<Digest> of(LocalTree tree, SessionStory story, Optional<Digest> changes)
      throws IOException {
    if (changes.isEmpty()) {
      return Optional.empty();
    }
    DigestWriter out = new DigestWriter();
    out.text(bench.build());
    out.text(settings);
    out.text(bench.own().toString());
    out.text(bench.notebookFolder().value());
    host(bench.host().get(), out);
    scan(out);
    // What restores did here, by the bytes of the note of it: to read that takes its time.
    Path restored = bench.state().restored();
    out.bytes(Files.exists(restored) ? Files.readAllBytes(restored) : new byte[0]);
    out.bytes(changes.get().bytes());
    story(story, out);
    for (TreePath path : CONSULTED) {
      Optional<FileStatus> status = tree.status(path);
      if (status.isPresent()) {
        out.time(status.get().mtime());
      }
    }
    return Optional.of(out.finish());
  }

  private static void host(HostFacts host, DigestWriter out) {
    out.text(new TreeSet<>(host.processorFlags()).toString());
    out.text(host.os() + host.image() + host.kernel() + host.architecture() + host.glibc());
    out.text(host.processor() + host.memoryBytes());
    for (PythonInterpreter python : host.pythons()) {
      out.name(python.path().value());
      out.text(python.version() + python.abi());
      out.name(python.prefix().value());
      out.name(python.basePrefix().value());
      python.siteFolders().forEach(folder -> out.name(folder.value()));
    }
    Accelerator cards = host.accelerator();
    out.text(cards.driver() + cards.driverKind() + cards.cuda() + cards.tpu());
    out.text(cards.gpus() + " " + cards.parts() + cards.hostLibraries());
  }

  private void scan(DigestWriter out) {
    out.time(scan.baseline().sessionStart());
    out.number(scan.baseline().taken() ? 1 : 0);
    out.text(new TreeSet<>(scan.notes().packages()) + scan.notes().windows().toString());
    for (Map.Entry<TreePath, byte[]> shared : new TreeMap<>(scan.shared()).entrySet()) {
      out.name(shared.getKey().value());
      out.bytes(shared.getValue());
    }
  }

  private static void story(SessionStory story, DigestWriter out) {
    out.number(story.watched() ? 1 : 0);
    out.text(story.given().toString());
    // Where nobody watches, times are told by the clock of a boot that is known to the second.
    for (Action action : story.actions(List.of())) {
      out.number(action.at().getEpochSecond());
      out.text(action.by() + action.user() + action.command() + action.folder());
      out.text(action.exit() + action.changed().toString());
    }
    out.text(
        story.told().stream()
            .map(told -> told.origins().toString() + told.used() + told.settings())
            .toList()
            .toString());
  }
}
