package io.envsnap.agent.record;

import io.envsnap.agent.host.HostFacts;
import io.envsnap.agent.tree.Changes;
import io.envsnap.agent.tree.DigestCache;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.LocalTree;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.agent.verb.Workbench;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.journal.Action;
import io.envsnap.spec.lockfile.LeftOut;
import io.envsnap.spec.snapshot.Owner;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One digest of all that a record is made of: each changed path with its inode's times, the story,
 * the host and the settings. Two records that see the same would make the same.
 */
final class MachineDigest {
  /** apt tells from these where packages come from; no scan looks at what is fetched again. */
  private static final List<TreePath> CONSULTED = List.of(TreePath.of("/var/lib/apt/lists"));

  private final DigestWriter out = new DigestWriter();
  private @Nullable Owner last;

  private MachineDigest() {}

  /**
   * The digest of what was found.
   *
   * @param settings what was asked for, as text
   * @return empty where a change could hide behind times that are too young
   */
  static Optional<Digest> of(
      Workbench bench,
      LocalTree tree,
      SessionScan scan,
      SessionStory story,
      DigestCache digests,
      String settings)
      throws IOException {
    // What is changed in a folder shows in what lies there.
    boolean still =
        scan.changes().changed().values().stream()
            .allMatch(one -> one.kind() == NodeKind.DIRECTORY || digests.holdsStill(one));
    if (!still) {
      return Optional.empty();
    }
    MachineDigest machine = new MachineDigest();
    machine.out.text(bench.build());
    machine.out.text(settings);
    machine.out.text(bench.own().toString());
    machine.out.text(bench.notebookFolder().value());
    machine.host(bench.host().get());
    machine.scan(scan);
    machine.changes(scan.changes());
    machine.story(story);
    for (TreePath path : CONSULTED) {
      Optional<FileStatus> status = tree.status(path);
      if (status.isPresent()) {
        machine.out.time(status.get().mtime());
      }
    }
    return Optional.of(machine.out.finish());
  }

  private void host(HostFacts host) {
    out.text(new TreeSet<>(host.processorFlags()).toString());
    out.text(host.os() + host.image() + host.kernel() + host.architecture() + host.glibc());
    out.text(host.processor() + host.memoryBytes() + host.pythons() + host.accelerator());
  }

  private void scan(SessionScan scan) {
    out.time(scan.baseline().sessionStart());
    out.number(scan.baseline().taken() ? 1 : 0);
    out.text(new TreeSet<>(scan.notes().packages()) + scan.notes().windows().toString());
    for (TreePath path : new TreeSet<>(scan.restored().paths().keySet())) {
      out.name(path.value());
    }
    out.text(scan.restored().pending().toString());
    for (Map.Entry<TreePath, byte[]> shared : new TreeMap<>(scan.shared()).entrySet()) {
      out.name(shared.getKey().value());
      out.bytes(shared.getValue());
    }
  }

  private void changes(Changes changes) {
    for (Map.Entry<TreePath, FileStatus> one : changes.changed().entrySet()) {
      FileStatus status = one.getValue();
      out.name(one.getKey().value());
      out.text(status.kind().name());
      out.name(status.target());
      owner(status.owner());
      out.number(status.mode());
      out.number(status.links());
      out.number(status.device());
      out.number(status.inode());
      out.time(status.mtime());
      // A record that writes its lockfile into a folder leaves it all but this.
      if (status.kind() != NodeKind.DIRECTORY) {
        out.number(status.size());
        out.time(status.ctime());
      }
    }
    for (TreePath path : changes.deleted()) {
      out.name(path.value());
    }
    out.number(changes.deleted().size());
    out.text(changes.mounts().toString());
    for (LeftOut left : changes.leftOut()) {
      out.text(left.path() + left.size() + left.reason() + left.url());
    }
  }

  private void owner(Owner owner) {
    boolean same = owner.equals(last);
    out.number(same ? 1 : 0);
    if (!same) {
      out.text(owner.user());
      out.text(owner.group());
      out.number(owner.uid());
      out.number(owner.gid());
      last = owner;
    }
  }

  private void story(SessionStory story) {
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
