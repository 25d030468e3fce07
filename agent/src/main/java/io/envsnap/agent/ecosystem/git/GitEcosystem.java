package io.envsnap.agent.ecosystem.git;

import io.envsnap.agent.ecosystem.BegunCapture;
import io.envsnap.agent.ecosystem.CaptureContext;
import io.envsnap.agent.ecosystem.Ecosystem;
import io.envsnap.agent.ecosystem.EcosystemException;
import io.envsnap.agent.ecosystem.EcosystemPlan;
import io.envsnap.agent.ecosystem.HookContext;
import io.envsnap.agent.ecosystem.HookFile;
import io.envsnap.agent.ecosystem.PlanContext;
import io.envsnap.agent.ecosystem.StoryContext;
import io.envsnap.agent.ecosystem.Wanted;
import io.envsnap.spec.journal.Told;
import io.envsnap.spec.lockfile.EcosystemId;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Git repositories, brought back byte by byte: index, stash, reflogs, a rebase in progress and all.
 * What git would run by itself is left behind: hooks and settings that name programs.
 */
public final class GitEcosystem implements Ecosystem {
  private final boolean withPrograms;

  /** Leaves hooks and settings that run programs behind. */
  public GitEcosystem() {
    this(false);
  }

  /**
   * Takes hooks and settings that run programs along, if so asked.
   *
   * @param withPrograms whether a person asked for them
   */
  public GitEcosystem(boolean withPrograms) {
    this.withPrograms = withPrograms;
  }

  @Override
  public EcosystemId id() {
    return Repository.GIT;
  }

  @Override
  public Set<EcosystemId> restoresAfter() {
    return Set.of(new EcosystemId("apt"));
  }

  @Override
  public List<TreePath> baselineFiles() {
    return List.of();
  }

  @Override
  public List<HookFile> hooks(HookContext context) {
    return GitHooks.of(context);
  }

  @Override
  public List<Told> complete(List<Told> told, StoryContext context) throws EcosystemException {
    try {
      return new ReflogStory(context).complete(told);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public BegunCapture begin(CaptureContext context) throws EcosystemException {
    try {
      GitCapture capture = new GitCapture(context, withPrograms);
      return () -> {
        try {
          return capture.run();
        } catch (IOException | UncheckedIOException e) {
          throw unreadable(e);
        }
      };
    } catch (IOException | UncheckedIOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public EcosystemPlan plan(Wanted wanted, PlanContext context) throws EcosystemException {
    try {
      return new GitPlan(context, withPrograms).of(wanted);
    } catch (IOException | UncheckedIOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public EcosystemPlan planInstall(Wanted wanted, PlanContext context) throws EcosystemException {
    try {
      return new GitUpstream(wanted, context).plan();
    } catch (IOException | UncheckedIOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public Map<EntryKey, String> installed(Wanted wanted, PlanContext context)
      throws EcosystemException {
    try {
      return GitUpstream.commits(wanted, context.tree());
    } catch (IOException | UncheckedIOException e) {
      throw unreadable(e);
    }
  }

  private static EcosystemException unreadable(Exception cause) {
    return new EcosystemException(
        "A git repository cannot be read: " + cause.getMessage(),
        "Run as the user who may read it, usually root",
        cause);
  }
}
