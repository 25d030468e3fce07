package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.ecosystem.Phase;
import io.envsnap.agent.ecosystem.RestoreStep;
import io.envsnap.agent.ecosystem.Wanted;
import io.envsnap.agent.process.Command;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.TreeNode;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Plans what has to run once all files are there: what a copy cannot bring. */
final class FinishSteps {
  private static final TreePath SNAKEOIL = TreePath.of("/etc/ssl/private/ssl-cert-snakeoil.key");
  private static final TreePath BUS_IDENTITY = TreePath.of("/var/lib/dbus/machine-id");
  private static final TreePath MACHINE_IDENTITY = TreePath.of("/etc/machine-id");
  private static final TreePath HOST_KEY = TreePath.of("/etc/ssh/ssh_host_ed25519_key");

  private static final Pattern LIBRARY =
      Pattern.compile("/(?:usr/)?lib.*\\.so(?:\\..*)?|/etc/ld\\.so\\.conf.*");

  private final Wanted wanted;
  private final HostTree tree;
  private final Presence presence;

  FinishSteps(Wanted wanted, HostTree tree, Presence presence) {
    this.wanted = wanted;
    this.tree = tree;
    this.presence = presence;
  }

  /** The steps after these packages have come back. */
  List<RestoreStep> steps(Collection<PackageId> eligible) throws IOException {
    List<RestoreStep> steps = new ArrayList<>();
    Optional<PackageId> library = firstWithNewLibrary(eligible);
    library.ifPresent(id -> steps.add(run(Keys.of(id), List.of("ldconfig"))));
    for (PackageId id : eligible) {
      // The keys that its script made are that machine's own; this one needs its own.
      if (id.name().equals("ssl-cert") && tree.status(SNAKEOIL).isEmpty()) {
        steps.add(run(Keys.of(id), List.of("make-ssl-cert", "generate-default-snakeoil")));
      }
      if (id.name().equals("systemd") && tree.status(MACHINE_IDENTITY).isEmpty()) {
        steps.add(run(Keys.of(id), List.of("systemd-machine-id-setup")));
      }
      boolean bus = id.name().equals("dbus-bin") || id.name().equals("dbus");
      if (bus && tree.status(BUS_IDENTITY).isEmpty() && presence.hasProgram("dbus-uuidgen")) {
        steps.add(run(Keys.of(id), List.of("dbus-uuidgen", "--ensure")));
      }
      if (id.name().equals("openssh-server") && tree.status(HOST_KEY).isEmpty()) {
        steps.add(run(Keys.of(id), List.of("ssh-keygen", "-A")));
      }
    }
    return steps;
  }

  private Optional<PackageId> firstWithNewLibrary(Collection<PackageId> eligible)
      throws IOException {
    for (PackageId id : eligible) {
      for (ClaimedNode claimed : wanted.nodesOf(Keys.of(id))) {
        if (isLibrary(claimed.node().path()) && isNew(claimed.node())) {
          return Optional.of(id);
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isLibrary(TreePath path) {
    // Nearly all paths are told apart without the expression.
    return path.value().contains(".so") && LIBRARY.matcher(path.value()).matches();
  }

  private boolean isNew(TreeNode node) throws IOException {
    Optional<FileStatus> there = tree.status(node.path());
    boolean sameSize =
        !(node instanceof TreeNode.RegularFile file)
            || there.filter(status -> status.size() == file.size()).isPresent();
    return there.isEmpty() || !sameSize;
  }

  private static RestoreStep run(EntryKey key, List<String> words) {
    return new RestoreStep.Run(key, Command.of(words), Phase.FINISH, false);
  }

  /**
   * A cache comes back as a copy as long as this machine has none of its own; else its tool has to
   * see the files of both.
   */
  List<RestoreStep> cache(EntryKey key, CacheFiles cache, OwnChanges own) throws IOException {
    List<ClaimedNode> nodes = wanted.nodesOf(key);
    List<List<String>> commands = new ArrayList<>();
    for (ClaimedNode node : nodes) {
      if (own.isOwn(node)) {
        List<String> command = cache.command(node.node().path());
        if (!commands.contains(command)) {
          commands.add(command);
        }
      }
    }
    if (commands.isEmpty()) {
      return List.of(new RestoreStep.Place(key, List.of()));
    }
    return presence.hasProgram(cache.tool())
        ? commands.stream().map(command -> run(key, command)).toList()
        : List.of();
  }
}
