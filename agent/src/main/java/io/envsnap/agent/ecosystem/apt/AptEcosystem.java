package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.ecosystem.BegunCapture;
import io.envsnap.agent.ecosystem.CaptureContext;
import io.envsnap.agent.ecosystem.Completion;
import io.envsnap.agent.ecosystem.CutInstall;
import io.envsnap.agent.ecosystem.Ecosystem;
import io.envsnap.agent.ecosystem.EcosystemException;
import io.envsnap.agent.ecosystem.EcosystemPlan;
import io.envsnap.agent.ecosystem.HookContext;
import io.envsnap.agent.ecosystem.HookFile;
import io.envsnap.agent.ecosystem.PlanContext;
import io.envsnap.agent.ecosystem.StoryContext;
import io.envsnap.agent.ecosystem.UntoldProgram;
import io.envsnap.agent.ecosystem.Wanted;
import io.envsnap.agent.ecosystem.Watch;
import io.envsnap.agent.process.CommandRunner;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.journal.Origin;
import io.envsnap.spec.journal.Told;
import io.envsnap.spec.lockfile.EcosystemId;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Debian packages: what dpkg installed, upgraded and removed, where apt fetches from, and what all
 * packages share. A machine without dpkg has none of it.
 */
public final class AptEcosystem implements Ecosystem {
  private final ZoneId zone;

  /** The ecosystem of this machine, whose logs are told in its own time zone. */
  public AptEcosystem() {
    this(ZoneId.systemDefault());
  }

  /** One whose logs are told in that zone. */
  AptEcosystem(ZoneId zone) {
    this.zone = zone;
  }

  @Override
  public EcosystemId id() {
    return Keys.APT;
  }

  @Override
  public Set<EcosystemId> restoresAfter() {
    return Set.of();
  }

  @Override
  public List<TreePath> baselineFiles() {
    return List.of(
        SystemFiles.STATUS,
        SystemFiles.DIVERSIONS,
        SystemFiles.STATOVERRIDE,
        SystemFiles.ARCHITECTURES,
        SystemFiles.TRIGGERS.child("File"),
        SystemFiles.EXTENDED_STATES,
        SystemFiles.DEBCONF_CONFIG,
        SystemFiles.UCF_HASHES,
        SystemFiles.UCF_REGISTRY,
        SystemFiles.SHELLS,
        SystemFiles.SHELLS_STATE,
        SystemFiles.PASSWD,
        SystemFiles.GROUP,
        SystemFiles.SUBUID,
        SystemFiles.SUBGID);
  }

  @Override
  public List<HookFile> hooks(HookContext context) throws EcosystemException {
    try {
      return AptHooks.of(context);
    } catch (IOException e) {
      throw new EcosystemException(
          "apt's configuration cannot be read: " + e.getMessage(), "Record again as root", e);
    }
  }

  @Override
  public List<Told> complete(List<Told> told, StoryContext context) throws EcosystemException {
    try {
      List<String> history = LogFiles.lines(context.tree(), LogFiles.APT_HISTORY);
      List<String> steps = LogFiles.lines(context.tree(), LogFiles.DPKG);
      long begin = context.sessionStart().getEpochSecond();
      LogZone zones = LogZone.of(context.tree(), zone, begin);
      return new PackageStory(
              context, HistoryLog.parse(history, zones), DpkgLog.parse(steps, zones).since(begin))
          .complete(told);
    } catch (IOException e) {
      throw new EcosystemException(
          "apt's logs cannot be read: " + e.getMessage(), "Record again as root", e);
    }
  }

  @Override
  public List<Origin> witness(Told begun, Instant at, HostTree tree, CommandRunner commands) {
    boolean ours = begun.by().equals("apt") || begun.by().equals("dpkg");
    return ours ? new DebFiles(tree, commands).of(begun, at) : List.of();
  }

  @Override
  public List<UntoldProgram> programs() {
    return Stream.of("apt", "apt-get", "aptitude")
        .map(name -> new UntoldProgram(name, "apt", AptHooks::mayChange, Set.of(), false))
        .toList();
  }

  @Override
  public Watch watch(HostTree tree) throws IOException {
    return DpkgWatch.begin(tree);
  }

  @Override
  public Optional<String> reserves(TreePath path, EntryKey entry) {
    return SharedState.reserves(path, entry);
  }

  @Override
  public BegunCapture begin(CaptureContext context) {
    return () -> {
      try {
        return new AptCapture(context, zone, baselineFiles()).capture();
      } catch (IOException e) {
        throw unreadable(e, "record");
      }
    };
  }

  @Override
  public EcosystemPlan plan(Wanted wanted, PlanContext context) throws EcosystemException {
    try {
      return new AptPlanner(wanted, context).plan();
    } catch (IOException e) {
      throw unreadable(e, "restore");
    }
  }

  @Override
  public Map<EntryKey, String> installed(Wanted wanted, PlanContext context)
      throws EcosystemException {
    try {
      Map<EntryKey, String> versions = new TreeMap<>();
      DpkgDatabase.read(context.tree())
          .map(database -> database.status().installed())
          .orElse(Map.of())
          .forEach((id, stanza) -> versions.put(Keys.of(id), stanza.value("Version")));
      // A newer version may be for all architectures where the recorded one was for this, or back.
      for (Entry entry : wanted.entries()) {
        PackageId id = Keys.packageOf(entry.key());
        boolean anywhere = id.architecture().equals("all");
        versions.keySet().stream()
            .filter(key -> entry.key().kind().equals(Keys.PACKAGES))
            .filter(key -> key.name().equals(id.name()))
            .filter(key -> anywhere || key.scope().equals("all"))
            .findFirst()
            .map(versions::remove)
            .ifPresent(version -> versions.put(entry.key(), version));
      }
      return versions;
    } catch (IOException e) {
      throw unreadable(e, "restore");
    }
  }

  @Override
  public EcosystemPlan planInstall(Wanted wanted, PlanContext context) throws EcosystemException {
    try {
      return new AptUpstream(wanted, context).plan();
    } catch (IOException e) {
      throw unreadable(e, "restore");
    }
  }

  @Override
  public Completion complete(CutInstall cut) throws EcosystemException {
    try {
      return CutApt.completion(cut);
    } catch (IOException e) {
      throw unreadable(e, "restore");
    }
  }

  private static EcosystemException unreadable(IOException e, String verb) {
    return new EcosystemException(
        "dpkg's database cannot be read: " + e.getMessage(),
        "Run `dpkg --audit`, and " + verb + " again as root",
        e);
  }
}
