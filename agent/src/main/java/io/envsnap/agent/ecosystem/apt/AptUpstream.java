package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.ecosystem.EcosystemPlan;
import io.envsnap.agent.ecosystem.MergeConflictException;
import io.envsnap.agent.ecosystem.PlanContext;
import io.envsnap.agent.ecosystem.RestoreStep;
import io.envsnap.agent.ecosystem.Wanted;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides how packages come back from archives (rung 4): sources and keys first, of what the
 * lockfile itself holds, then packages at their versions, which bring what their scripts make.
 */
final class AptUpstream {
  private static final int UPSTREAM = 4;
  private static final Set<String> SETTINGS = Set.of(Keys.SOURCES, Keys.KEYRINGS, Keys.PINS);
  private static final Set<String> LEFT_TO_SCRIPTS = Set.of(Keys.CACHES, Keys.CONFIGURATION);

  private final Wanted wanted;
  private final HostTree tree;
  private final List<RestoreStep> steps = new ArrayList<>();
  private final List<AptItem> items = new ArrayList<>();
  private final List<PackageId> removals = new ArrayList<>();
  private final List<EntryKey> removed = new ArrayList<>();
  private final List<AptConfigFile> settings = new ArrayList<>();
  private final Set<TreePath> locks = new LinkedHashSet<>();
  private final List<String> architectures = new ArrayList<>();

  AptUpstream(Wanted wanted, PlanContext context) {
    this.wanted = wanted;
    this.tree = context.tree();
  }

  EcosystemPlan plan() throws IOException {
    Optional<DpkgDatabase> database = DpkgDatabase.read(tree);
    if (database.isEmpty()) {
      return new EcosystemPlan(List.of(), List.of());
    }
    for (Entry entry : wanted.entries()) {
      if (SETTINGS.contains(entry.key().kind())) {
        setting(entry);
      } else if (entry.key().kind().equals(Keys.PACKAGES)) {
        aPackage(entry, database.get().status());
      } else if (entry.key().kind().equals(Keys.HOLDS)) {
        hold(entry);
      } else if (entry.key().kind().equals(Keys.ARCHITECTURES)) {
        architecture(entry, database.get().nativeArchitecture());
      }
    }
    if (items.isEmpty()) {
      leftToScripts();
    }
    AptInstaller installer =
        new AptInstaller(
            items,
            removals,
            settings,
            current -> current.orElse(new byte[0]),
            wanted.recorded(),
            Map.of(),
            architectures);
    items.forEach(
        item ->
            steps.add(
                new RestoreStep.Install(
                    item.key(), UPSTREAM, "from the package archive", installer)));
    removed.forEach(
        key -> steps.add(new RestoreStep.Install(key, UPSTREAM, "removed by apt", installer)));
    return new EcosystemPlan(steps, List.copyOf(locks));
  }

  private void setting(Entry entry) throws IOException {
    Optional<AptConfigFile> file = AptConfigFile.of(entry);
    if (file.isEmpty()) {
      return;
    }
    TreePath path = file.get().path();
    byte[] bytes = file.get().bytes();
    Optional<byte[]> here = SystemFiles.read(tree, path);
    if (here.isPresent() && Arrays.equals(here.get(), bytes)) {
      steps.add(new RestoreStep.Present(entry.key()));
    } else if (file.get().problem().isPresent()) {
      steps.add(AptPlanner.parked(file.get(), UPSTREAM));
    } else if (here.isPresent()) {
      steps.add(new RestoreStep.Keep(entry.key(), path, "this machine has its own there"));
    } else {
      settings.add(file.get());
      steps.add(
          Databases.merge(
              entry.key(),
              path,
              current -> {
                if (current.isPresent() && !Arrays.equals(current.get(), bytes)) {
                  throw new MergeConflictException("`" + path + "` has come meanwhile");
                }
                return bytes;
              }));
    }
  }

  private void aPackage(Entry entry, DpkgStatus here) {
    PackageId id = Keys.packageOf(entry.key());
    if (!id.isValid() || id.architecture().isEmpty() || !PackageId.isVersion(entry.version())) {
      return;
    }
    if (DriverPackages.contains(id)) {
      steps.add(
          new RestoreStep.Refuse(
              entry.key(), UPSTREAM, "it belongs to the host's graphics driver"));
      return;
    }
    boolean installed = here.installed(id).isPresent();
    boolean held = entry.attribute(PackageEntries.HOLD).equals("true");
    boolean asRecorded =
        entry.attribute(PackageEntries.STATE).isEmpty() && here.version(id).equals(entry.version());
    Optional<String> ownHold = OwnHold.against(id, here);
    if (ownHold.isPresent() && !held && !asRecorded) {
      steps.add(new RestoreStep.Refuse(entry.key(), UPSTREAM, ownHold.get()));
      return;
    }
    if (!entry.attribute(PackageEntries.STATE).isEmpty()) {
      if (installed) {
        removals.add(id);
        removed.add(entry.key());
      } else {
        steps.add(new RestoreStep.Present(entry.key()));
      }
    } else if (installed && here.version(id).equals(entry.version())) {
      steps.add(new RestoreStep.Present(entry.key()));
      without(entry);
    } else {
      without(entry);
      items.add(
          new AptItem(
              id,
              entry.version(),
              !entry.requested(),
              held,
              entry.artifacts().stream().findFirst(),
              Optional.empty()));
    }
  }

  /** Others than dpkg's own stand below that in its list (dpkg(1), --add-architecture). */
  private void architecture(Entry entry, String own) throws IOException {
    String name = entry.key().name();
    List<String> known = SystemFiles.lines(tree, SystemFiles.ARCHITECTURES);
    if (known.contains(name)) {
      steps.add(new RestoreStep.Present(entry.key()));
    } else if (new PackageId("x1", name).isValid() && !own.isEmpty()) {
      if (architectures.isEmpty()) {
        architectures.addAll(known.isEmpty() ? List.of(own) : known);
      }
      architectures.add(name);
      locks.addAll(List.of(SystemFiles.LOCK_FRONTEND, SystemFiles.LOCK));
      steps.add(
          Databases.merge(
              entry.key(),
              SystemFiles.ARCHITECTURES,
              current -> {
                List<String> lines =
                    new ArrayList<>(SystemFiles.lines(current.orElse(new byte[0])));
                if (lines.isEmpty()) {
                  lines.add(own);
                }
                if (!lines.contains(name)) {
                  lines.add(name);
                }
                return SystemFiles.bytes(lines);
              }));
    }
  }

  /** A package of the base that the session put on hold, or let go. */
  private void hold(Entry entry) {
    PackageId id = Keys.packageOf(entry.key());
    if (id.isValid()) {
      boolean hold = entry.attribute(PackageEntries.HOLD).equals("true");
      locks.addAll(List.of(SystemFiles.LOCK_FRONTEND, SystemFiles.LOCK));
      steps.add(
          Databases.merge(
              entry.key(), SystemFiles.STATUS, new StatusMerge(List.of(), Map.of(id, hold))));
    }
  }

  private void without(Entry entry) {
    String edited = entry.attribute(PackageEntries.EDITED);
    if (!edited.isEmpty()) {
      steps.add(
          new RestoreStep.Without(
              entry.key(), "the edits of `" + edited + "`, which only a snapshot has"));
    }
  }

  /** With every package there, their scripts have made what they made on the recorded machine. */
  private void leftToScripts() throws IOException {
    Set<String> users =
        Set.copyOf(
            SystemFiles.lines(tree, SystemFiles.PASSWD).stream()
                .map(line -> line.split(":", 2)[0])
                .toList());
    Set<String> groups =
        Set.copyOf(
            SystemFiles.lines(tree, SystemFiles.GROUP).stream()
                .map(line -> line.split(":", 2)[0])
                .toList());
    for (Entry entry : wanted.entries()) {
      String name = entry.key().name();
      boolean there =
          switch (entry.key().kind()) {
            case Keys.ACCOUNTS -> users.contains(name) || groups.contains(name);
            case Keys.ALTERNATIVES -> isAlternative(name);
            default -> LEFT_TO_SCRIPTS.contains(entry.key().kind());
          };
      if (there) {
        steps.add(new RestoreStep.Present(entry.key()));
      }
    }
  }

  private boolean isAlternative(String name) throws IOException {
    Optional<TreePath> link = SystemFiles.decoded("/etc/alternatives/" + name);
    return link.isPresent() && tree.status(link.get()).isPresent();
  }
}
