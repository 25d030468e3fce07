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
import io.envsnap.spec.snapshot.SurrogateEscape;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreePath;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
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

  private final DataOutputStream out;

  private MachineDigest(DataOutputStream out) {
    this.out = out;
  }

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
    MessageDigest digest = Digest.sha256();
    OutputStream hashed = new DigestOutputStream(OutputStream.nullOutputStream(), digest);
    try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(hashed, 1 << 16))) {
      MachineDigest machine = new MachineDigest(out);
      machine.text(bench.build());
      machine.text(settings);
      machine.text(bench.own().toString());
      machine.text(bench.notebookFolder().value());
      machine.host(bench.host().get());
      machine.scan(scan);
      machine.changes(scan.changes());
      machine.story(story);
      for (TreePath path : CONSULTED) {
        Optional<FileStatus> status = tree.status(path);
        if (status.isPresent()) {
          machine.time(status.get().mtime());
        }
      }
    }
    return Optional.of(Digest.ofHash(digest.digest()));
  }

  private void text(String text) throws IOException {
    bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Of names of files every byte counts. */
  private void name(String name) throws IOException {
    bytes(SurrogateEscape.encode(name));
  }

  private void bytes(byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private void time(Timestamp time) throws IOException {
    out.writeLong(time.seconds());
    out.writeInt(time.nanos());
  }

  private void host(HostFacts host) throws IOException {
    text(new TreeSet<>(host.processorFlags()).toString());
    text(host.os() + host.image() + host.kernel() + host.architecture() + host.glibc());
    text(host.processor() + host.memoryBytes() + host.pythons() + host.accelerator());
  }

  private void scan(SessionScan scan) throws IOException {
    time(scan.baseline().sessionStart());
    out.writeBoolean(scan.baseline().taken());
    text(new TreeSet<>(scan.notes().packages()) + scan.notes().windows().toString());
    for (TreePath path : new TreeSet<>(scan.restored().paths().keySet())) {
      name(path.value());
    }
    text(scan.restored().pending().toString());
    for (Map.Entry<TreePath, byte[]> shared : new TreeMap<>(scan.shared()).entrySet()) {
      name(shared.getKey().value());
      bytes(shared.getValue());
    }
  }

  private void changes(Changes changes) throws IOException {
    for (Map.Entry<TreePath, FileStatus> one : changes.changed().entrySet()) {
      FileStatus status = one.getValue();
      name(one.getKey().value());
      text(status.kind().name());
      name(status.target());
      text(status.owner().user());
      text(status.owner().group());
      out.writeInt(status.owner().uid());
      out.writeInt(status.owner().gid());
      out.writeInt(status.mode());
      out.writeInt(status.links());
      out.writeLong(status.device());
      out.writeLong(status.inode());
      time(status.mtime());
      // A record that writes its lockfile into a folder leaves it all but this.
      if (status.kind() != NodeKind.DIRECTORY) {
        out.writeLong(status.size());
        time(status.ctime());
      }
    }
    for (TreePath path : changes.deleted()) {
      name(path.value());
    }
    out.writeInt(changes.deleted().size());
    text(changes.mounts().toString());
    for (LeftOut left : changes.leftOut()) {
      text(left.path() + left.size() + left.reason() + left.url());
    }
  }

  private void story(SessionStory story) throws IOException {
    out.writeBoolean(story.watched());
    text(story.given().toString());
    // Where nobody watches, times are told by the clock of a boot that is known to the second.
    for (Action action : story.actions(List.of())) {
      out.writeLong(action.at().getEpochSecond());
      text(action.by() + action.user() + action.command() + action.folder());
      text(action.exit() + action.changed().toString());
    }
    text(
        story.told().stream()
            .map(told -> told.origins().toString() + told.used() + told.settings())
            .toList()
            .toString());
  }
}
