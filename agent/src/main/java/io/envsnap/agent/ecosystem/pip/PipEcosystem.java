package io.envsnap.agent.ecosystem.pip;

import io.envsnap.agent.ecosystem.BegunCapture;
import io.envsnap.agent.ecosystem.CaptureContext;
import io.envsnap.agent.ecosystem.Completion;
import io.envsnap.agent.ecosystem.CutInstall;
import io.envsnap.agent.ecosystem.Ecosystem;
import io.envsnap.agent.ecosystem.EcosystemException;
import io.envsnap.agent.ecosystem.EcosystemPlan;
import io.envsnap.agent.ecosystem.Export;
import io.envsnap.agent.ecosystem.HookContext;
import io.envsnap.agent.ecosystem.HookFile;
import io.envsnap.agent.ecosystem.PlanContext;
import io.envsnap.agent.ecosystem.RecordedContent;
import io.envsnap.agent.ecosystem.StoryContext;
import io.envsnap.agent.ecosystem.UntoldProgram;
import io.envsnap.agent.ecosystem.Wanted;
import io.envsnap.agent.ecosystem.Watch;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.journal.Told;
import io.envsnap.spec.lockfile.EcosystemId;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Python distributions, whatever installed them and wherever: site folders, {@code --user}, {@code
 * --target}, virtual environments.
 */
public final class PipEcosystem implements Ecosystem {
  static final EcosystemId ID = new EcosystemId("pip");
  static final String PACKAGES = "packages";
  static final String ENVIRONMENTS = "environments";

  @Override
  public EcosystemId id() {
    return ID;
  }

  @Override
  public Set<EcosystemId> restoresAfter() {
    // What is installed in editable mode needs its sources, which are often a repository.
    return Set.of(new EcosystemId("apt"), new EcosystemId("git"));
  }

  @Override
  public List<TreePath> baselineFiles() {
    return List.of();
  }

  @Override
  public List<HookFile> hooks(HookContext context) throws EcosystemException {
    try {
      return PipHooks.of(context);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public List<UntoldProgram> programs() {
    return InstallerWords.programs();
  }

  @Override
  public List<Told> complete(List<Told> told, StoryContext context) throws EcosystemException {
    try {
      return new UvStory(context).complete(told);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public Watch watch(HostTree tree) {
    return new PipWatch(tree);
  }

  @Override
  public BegunCapture begin(CaptureContext context) {
    PipCapture capture = new PipCapture(context);
    return () -> {
      try {
        return capture.capture();
      } catch (IOException e) {
        throw unreadable(e);
      }
    };
  }

  @Override
  public EcosystemPlan plan(Wanted wanted, PlanContext context) throws EcosystemException {
    try {
      return new PipPlanner(wanted, context).plan();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public EcosystemPlan planInstall(Wanted wanted, PlanContext context) throws EcosystemException {
    try {
      return new PipUpstream(wanted, context).plan();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public Completion complete(CutInstall cut) throws EcosystemException {
    try {
      return new CutPip(cut).completion();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public Map<EntryKey, String> installed(Wanted wanted, PlanContext context)
      throws EcosystemException {
    try {
      return PipTargets.installed(wanted, context);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public Export export(Wanted wanted, RecordedContent content, Path folder) throws IOException {
    return new PipExport(wanted, content, folder).write();
  }

  static EntryKey key(TreePath site, String name) {
    return new EntryKey(ID, PACKAGES, site.value(), ProjectName.normal(name));
  }

  private static EcosystemException unreadable(IOException e) {
    return new EcosystemException(
        "The installed Python packages cannot be read: " + e.getMessage(),
        "Look whether another program is changing them, and run envsnap again",
        e);
  }
}
