package io.envsnap.agent.ecosystem.files;

import io.envsnap.agent.ecosystem.BegunCapture;
import io.envsnap.agent.ecosystem.CaptureContext;
import io.envsnap.agent.ecosystem.Ecosystem;
import io.envsnap.agent.ecosystem.EcosystemException;
import io.envsnap.agent.ecosystem.EcosystemPlan;
import io.envsnap.agent.ecosystem.PlanContext;
import io.envsnap.agent.ecosystem.StoryContext;
import io.envsnap.agent.ecosystem.Wanted;
import io.envsnap.spec.journal.Told;
import io.envsnap.spec.lockfile.EcosystemId;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Every changed path that no other ecosystem claims: what was downloaded, unpacked, built, edited
 * or deleted by hand. It has to be asked last.
 */
public final class FilesEcosystem implements Ecosystem {
  /** The ecosystem of all entries of this room. */
  static final EcosystemId FILES = new EcosystemId("files");

  private static final List<TreePath> KEPT =
      Stream.of(
              "/root/.bashrc",
              "/root/.profile",
              "/root/.gitconfig",
              "/etc/environment",
              "/etc/profile",
              "/etc/bash.bashrc",
              "/etc/gitconfig",
              "/etc/pip.conf")
          .map(TreePath::of)
          .toList();

  private final FileLimits limits;

  /** Leaves out files above 256 MiB, and the largest where all together exceed 4 GiB. */
  public FilesEcosystem() {
    this.limits = FileLimits.USUAL;
  }

  /**
   * With limits of the caller's own.
   *
   * @param fileBytes greatest size of one file in bytes
   * @param totalBytes greatest size of all files together in bytes
   */
  public FilesEcosystem(long fileBytes, long totalBytes) {
    this.limits = new FileLimits(fileBytes, totalBytes);
  }

  @Override
  public EcosystemId id() {
    return FILES;
  }

  @Override
  public Set<EcosystemId> restoresAfter() {
    return Set.of(new EcosystemId("apt"), new EcosystemId("pip"), new EcosystemId("git"));
  }

  @Override
  public List<TreePath> baselineFiles() {
    return KEPT;
  }

  @Override
  public List<Told> complete(List<Told> told, StoryContext context) throws EcosystemException {
    try {
      return new DownloadStory(context).complete(told);
    } catch (IOException e) {
      throw new EcosystemException(
          "Notes on downloads cannot be read: " + e.getMessage(), "Record again as root", e);
    }
  }

  @Override
  public BegunCapture begin(CaptureContext context) throws EcosystemException {
    try {
      NewFolders made = NewFolders.of(context.tree(), context.changes(), context.baseline());
      return () -> {
        try {
          return new FilesCapture(context, limits, made).run();
        } catch (IOException e) {
          throw unreadable(e);
        }
      };
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public EcosystemPlan plan(Wanted wanted, PlanContext context) throws EcosystemException {
    try {
      return new FilesPlan(wanted, context).steps();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public EcosystemPlan planInstall(Wanted wanted, PlanContext context) throws EcosystemException {
    try {
      return new AlreadyThere(context.tree()).of(wanted);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static EcosystemException unreadable(IOException cause) {
    return new EcosystemException(
        "A changed path cannot be read: " + cause.getMessage(),
        "Run as the user who may read it, usually root",
        cause);
  }
}
