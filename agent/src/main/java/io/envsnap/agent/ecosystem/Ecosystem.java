package io.envsnap.agent.ecosystem;

import io.envsnap.agent.process.CommandRunner;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.journal.Origin;
import io.envsnap.spec.journal.Told;
import io.envsnap.spec.lockfile.EcosystemId;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One way of installing things. It claims the changed paths that it understands, describes them as
 * entries, and says how they come back. It decides; it never changes the machine itself.
 */
public interface Ecosystem {
  /** Its name, which is also its section of a lockfile. */
  EcosystemId id();

  /** Ecosystems whose entries must be back before this one's. */
  Set<EcosystemId> restoresAfter();

  /** Small files whose original bytes it wants kept in a taken baseline. */
  List<TreePath> baselineFiles();

  /** Begins to watch whether anybody is at work on what {@link #capture} reads. */
  default Watch watch(HostTree tree) throws IOException {
    return Watch.NOBODY;
  }

  /**
   * Files that make its programs tell what they do; scripts before what calls them, so that
   * installing in this order, and removing in the other, never leaves a call into nothing.
   *
   * @throws EcosystemException when its own state cannot be read
   */
  default List<HookFile> hooks(HookContext context) throws EcosystemException {
    return List.of();
  }

  /** Programs of which no hook tells, or not each time. */
  default List<UntoldProgram> programs() {
    return List.of();
  }

  /**
   * Where things come from that a command which has just begun was given, as far as that may be
   * gone when it ends. The agent asks; what it hears goes into the journal.
   *
   * @param begun one command of the journal
   * @param at when it began
   */
  default List<Origin> witness(Told begun, Instant at, HostTree tree, CommandRunner commands) {
    return List.of();
  }

  /**
   * Completes what the journal tells with what its own logs know: what was changed, how it ended,
   * what no hook saw.
   *
   * @param told of all programs, in the order in which they began
   * @throws EcosystemException when its own logs cannot be read
   */
  default List<Told> complete(List<Told> told, StoryContext context) throws EcosystemException {
    return told;
  }

  /**
   * Why no entry but perhaps this one may bring a path back, whichever ecosystem's it is: what an
   * ecosystem keeps for itself must not come in under another name. Empty when it may.
   */
  default Optional<String> reserves(TreePath path, EntryKey entry) {
    return Optional.empty();
  }

  /**
   * Describes what the session did. Reads, never changes.
   *
   * @throws EcosystemException when its own databases cannot be read or are in flux; a program that
   *     is simply not installed means no entries
   */
  default Capture capture(CaptureContext context) throws EcosystemException {
    return begin(context).complete();
  }

  /**
   * Begins to describe it. This may run beside what other ecosystems do, so it must not ask for
   * {@link CaptureContext#claimed}; {@link BegunCapture#complete} may.
   *
   * @throws EcosystemException as {@link #capture}
   */
  BegunCapture begin(CaptureContext context) throws EcosystemException;

  /**
   * Decides how the wanted entries come back on this machine. Reads, never changes.
   *
   * @throws EcosystemException when its own databases cannot be read or are in flux
   */
  EcosystemPlan plan(Wanted wanted, PlanContext context) throws EcosystemException;

  /**
   * Decides how entries come back by a program of this machine: those whose content is not at hand,
   * or whose files are wrong for this machine. Entries that it gives no step for stay refused.
   * Reads, never changes.
   *
   * @param wanted without nodes and parts where there is no snapshot
   * @throws EcosystemException when its own databases cannot be read or are in flux
   */
  default EcosystemPlan planInstall(Wanted wanted, PlanContext context) throws EcosystemException {
    return new EcosystemPlan(List.of(), List.of());
  }

  /**
   * Decides what becomes of what an installer was cut off at. Asked before anything is planned, by
   * a restore that follows one that did not end. Reads, never changes.
   *
   * @throws EcosystemException when it cannot be told
   */
  default Completion complete(CutInstall cut) throws EcosystemException {
    return Completion.NOTHING;
  }

  /**
   * What this machine has where the wanted entries belong, whoever installed it. Reads, never
   * changes.
   *
   * @return versions; of a wanted entry under its own key, though its place may be another one here
   * @throws EcosystemException when its own databases cannot be read
   */
  default Map<EntryKey, String> installed(Wanted wanted, PlanContext context)
      throws EcosystemException {
    return Map.of();
  }

  /**
   * Writes what programs other than envsnap can install from.
   *
   * @param wanted without nodes where there is no snapshot
   * @param content the bytes of the snapshot
   * @param folder an existing folder; nothing is written outside of it
   */
  default Export export(Wanted wanted, RecordedContent content, Path folder) throws IOException {
    return Export.NOTHING;
  }
}
