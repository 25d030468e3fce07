package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.process.Command;
import io.envsnap.agent.process.CommandException;
import io.envsnap.agent.process.CommandRunner;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.lockfile.Artifact;
import io.envsnap.spec.snapshot.TreePath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What the machine still knows of where its packages came from: apt's lists, then kept .debs. */
final class Archives {
  private static final TreePath KEPT = TreePath.of("/var/cache/apt/archives");
  private static final String HELPER = "/usr/lib/apt/apt-helper";
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int DEB_LIMIT = 1 << 30;

  private final HostTree tree;
  private final CommandRunner commands;
  private final Map<PackageId, Artifact> artifacts = new HashMap<>();
  private final Map<PackageId, String> origins = new HashMap<>();

  private Archives(HostTree tree, CommandRunner commands) {
    this.tree = tree;
    this.commands = commands;
  }

  /** Looks for these packages; whatever cannot be read is simply not known. */
  static Archives find(HostTree tree, CommandRunner commands, Collection<PackageChange> changes) {
    Archives archives = new Archives(tree, commands);
    archives.find(changes);
    return archives;
  }

  private void find(Collection<PackageChange> changes) {
    Set<String> names = new HashSet<>();
    changes.forEach(change -> names.add(change.id().name()));
    if (names.isEmpty()) {
      return;
    }
    for (PackagesIndex.Target target : targets()) {
      try (InputStream index = open(target.file())) {
        PackagesIndex.search(index, names, (name, stanza) -> match(stanza, target, changes));
      } catch (CommandException | IOException e) {
        // Of what it offers nothing is known.
      }
    }
  }

  private void match(
      Stanza stanza, PackagesIndex.Target target, Collection<PackageChange> changes) {
    String name = stanza.value("Package");
    for (PackageChange change : changes) {
      boolean same =
          change.id().name().equals(name)
              && PackagesIndex.offers(stanza, change.id(), change.version());
      if (same && !artifacts.containsKey(change.id())) {
        PackagesIndex.artifact(stanza, target.uri())
            .ifPresent(
                artifact -> {
                  artifacts.put(change.id(), artifact);
                  origins.put(change.id(), target.origin());
                });
      }
    }
  }

  private List<PackagesIndex.Target> targets() {
    Command command =
        Command.of(
            "apt-get",
            "indextargets",
            "--format",
            PackagesIndex.Target.FORMAT,
            "Created-By: Packages");
    List<PackagesIndex.Target> targets = new ArrayList<>();
    try {
      for (String line : commands.run(command.within(PATIENCE)).lines()) {
        PackagesIndex.Target.parse(line).ifPresent(targets::add);
      }
    } catch (CommandException e) {
      return List.of();
    }
    return targets;
  }

  /** Lists may be kept compressed in any way that apt knows; its own helper opens them all. */
  private InputStream open(String file) throws CommandException, IOException {
    Optional<TreePath> path = SystemFiles.path(file);
    if (file.endsWith("_Packages") && path.isPresent() && isFile(path.get())) {
      return tree.open(path.get());
    }
    return new ByteArrayInputStream(
        commands.run(Command.of(HELPER, "cat-file", file).within(PATIENCE)).output());
  }

  private boolean isFile(TreePath path) throws IOException {
    return tree.status(path).filter(status -> status.kind() == NodeKind.FILE).isPresent();
  }

  /** What an archive offers for a package, or offered when it was fetched. */
  List<Artifact> of(PackageChange change) {
    Artifact known = artifacts.get(change.id());
    return known == null ? kept(change).stream().toList() : List.of(known);
  }

  /** Code name and component of the archive. */
  Optional<String> origin(PackageChange change) {
    return Optional.ofNullable(origins.get(change.id()));
  }

  private Optional<Artifact> kept(PackageChange change) {
    PackageId id = change.id();
    String version = change.version().replace(":", "%3a");
    String name = id.name() + "_" + version + "_" + id.architecture() + ".deb";
    try {
      return tree.read(KEPT.child(name), DEB_LIMIT)
          .map(
              deb ->
                  new Artifact(
                      name,
                      Optional.empty(),
                      Optional.of(Digest.of(deb)),
                      OptionalLong.of(deb.length)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
