package io.envsnap.agent.ecosystem.pip;

import io.envsnap.agent.ecosystem.EcosystemPlan;
import io.envsnap.agent.ecosystem.PlanContext;
import io.envsnap.agent.ecosystem.RestoreStep;
import io.envsnap.agent.ecosystem.Wanted;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.TreeNode;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Decides how distributions come back: by their files, after another version of them has gone. */
final class PipPlanner {
  private static final int UPSTREAM = 4;
  private static final Pattern COMPILED = Pattern.compile(".*\\.pyc", Pattern.DOTALL);

  private final Wanted wanted;
  private final PlanContext context;
  private final Eligible eligible;
  private final InstalledDistributions installed;
  private final DistributionTraces traces;
  private final List<RestoreStep> steps = new ArrayList<>();

  PipPlanner(Wanted wanted, PlanContext context) {
    this.wanted = wanted;
    this.context = context;
    this.eligible = new Eligible(wanted.base(), context.host());
    this.installed = new InstalledDistributions(context.tree());
    this.traces = new DistributionTraces(context.tree(), COMPILED);
  }

  EcosystemPlan plan() throws IOException {
    PipRebuilding rebuilding = new PipRebuilding(wanted, context, installed);
    for (Entry entry : wanted.entries()) {
      boolean nowhere =
          entry.key().kind().equals(PipEcosystem.PACKAGES) && !entry.key().scope().startsWith("/");
      if (nowhere) {
        steps.add(new RestoreStep.Refuse(entry.key(), UPSTREAM, "it names no folder of packages"));
        continue;
      }
      Optional<RestoreStep.Refuse> refusal = eligible.refusal(entry);
      if (refusal.isPresent()) {
        if (!rebuilding.take(entry, refusal.get())) {
          steps.add(refusal.get());
        }
      } else if (entry.key().kind().equals(PipEcosystem.PACKAGES)) {
        plan(entry);
      } else {
        steps.add(new RestoreStep.Place(entry.key(), List.of()));
      }
    }
    steps.addAll(rebuilding.steps());
    PythonBaseSkew skew = new PythonBaseSkew(wanted, context, installed);
    steps.addAll(skew.pins(EcosystemPlan.coming(steps)));
    return new EcosystemPlan(steps, List.of(), skew.changes());
  }

  /** Removes what the session uninstalled, wherever its entry's folder is the one here. */
  List<RestoreStep> removal(Entry entry) throws IOException {
    steps.clear();
    plan(entry);
    return List.copyOf(steps);
  }

  private void plan(Entry entry) throws IOException {
    TreePath site = TreePath.of(entry.key().scope());
    boolean removed = entry.attribute("state").equals("removed");
    List<Distribution> here = installed.named(site, entry.key().name());
    List<Distribution> others = new ArrayList<>();
    List<String> beside = List.of(entry.attribute("beside").split(" "));
    for (Distribution one : here) {
      if (removed || !(beside.contains(one.version()) || isSame(entry, one))) {
        others.add(one);
      }
    }
    if (!others.isEmpty() && !removed && isProtected(entry)) {
      steps.add(
          new RestoreStep.Refuse(
              entry.key(),
              2,
              "the notebook itself runs on "
                  + here.get(0).name()
                  + " "
                  + here.get(0).version()
                  + ", which is kept"));
      return;
    }
    if (!others.isEmpty() && !removed) {
      new LeftWanting(wanted, context, installed).warn(entry, site, others);
    }
    for (Distribution one : others) {
      String then = removed ? " was removed" : " is replaced by " + entry.version();
      steps.add(
          new RestoreStep.Remove(entry.key(), paths(one), one.name() + " " + one.version() + then));
    }
    steps.add(new RestoreStep.Place(entry.key(), List.of()));
  }

  private boolean isProtected(Entry entry) {
    return !context.host().image().isEmpty() && NotebookPackages.NAMES.contains(entry.key().name());
  }

  /** The same version with the same list of files: then only single files can differ. */
  private boolean isSame(Entry entry, Distribution one) throws IOException {
    TreePath record = one.info().child("RECORD");
    for (ClaimedNode claimed : wanted.nodesOf(entry.key())) {
      if (claimed.node() instanceof TreeNode.RegularFile file && file.path().equals(record)) {
        Optional<FileStatus> status =
            context.tree().status(record).filter(found -> found.kind() == NodeKind.FILE);
        return status.isPresent()
            && context.tree().digest(record, status.get()).equals(file.digest());
      }
    }
    if (wanted.nodesOf(entry.key()).isEmpty()) {
      // All of its files belong to others, which bring them.
      return one.version().equals(entry.version());
    }
    // Without a RECORD of its own the name of what says "installed" is all there is to compare.
    return wanted.nodesOf(entry.key()).stream()
        .anyMatch(claimed -> claimed.node().path().isWithin(one.info()));
  }

  /**
   * What goes with a distribution: the files of its RECORD inside its prefix, what Python compiled
   * of them, its dist-info, and the folders that these leave empty.
   */
  private List<TreePath> paths(Distribution one) throws IOException {
    TreePath prefix = Prefixes.of(one.site());
    Set<TreePath> paths = new TreeSet<>();
    for (TreePath file : one.files()) {
      if (file.isWithin(prefix)) {
        paths.add(file);
        traces.compiled(file, paths);
        DistributionTraces.folders(file, one.site(), paths);
      }
    }
    traces.below(one.info(), paths);
    return List.copyOf(paths);
  }
}
