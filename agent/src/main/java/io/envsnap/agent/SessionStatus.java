package io.envsnap.agent;

import io.envsnap.agent.ecosystem.EcosystemException;
import io.envsnap.agent.record.SavedStory;
import io.envsnap.agent.record.SessionStory;
import io.envsnap.agent.snapshot.Head;
import io.envsnap.agent.snapshot.SnapshotRepository;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.tree.LocalTree;
import io.envsnap.agent.verb.MachineBaseline;
import io.envsnap.agent.verb.VerbException;
import io.envsnap.agent.verb.Workbench;
import io.envsnap.agent.watch.Launch;
import io.envsnap.agent.watch.Watch;
import io.envsnap.spec.codec.FormatException;
import io.envsnap.spec.codec.LockfileYaml;
import io.envsnap.spec.journal.Action;
import io.envsnap.spec.snapshot.Ref;
import io.envsnap.spec.snapshot.Timestamp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks at how the session is watched and what of it is saved. */
final class SessionStatus {
  private final Settings settings;
  private final Workbench bench;
  private final SnapshotRepository repository;
  private final Watch watch;

  SessionStatus(Settings settings, Workbench bench, SnapshotRepository repository) {
    this.settings = settings;
    this.bench = bench;
    this.repository = repository;
    this.watch = new Watch(settings.root(), settings.state(), bench.commands());
  }

  StatusReport report(String store) throws VerbException {
    try {
      Watch.AgentStatus agent = watch.agentStatus();
      // To look must leave nothing behind, and the session's start is not known without a baseline.
      Optional<Instant> since = Optional.empty();
      if (agent.watching()) {
        Timestamp start = MachineBaseline.of(bench, LocalTree.at(settings.root())).sessionStart();
        since = Optional.of(Instant.ofEpochSecond(start.seconds(), start.nanos()));
      }
      return new StatusReport(
          agent,
          since,
          watch.launch().map(Launch::saveEvery).orElse(settings.saveEvery()),
          agent.watching() ? actions() : List.of(),
          lastSave(),
          store);
    } catch (StoreException e) {
      throw VerbException.of(e);
    } catch (FormatException e) {
      throw new VerbException(
          VerbException.Kind.CORRUPT,
          "The last save cannot be read: " + e.getMessage(),
          "Run `envsnap verify --store`",
          e);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private Optional<StatusReport.Save> lastSave() throws StoreException, FormatException {
    List<Head> heads = repository.heads(settings.name());
    if (heads.isEmpty()) {
      return Optional.empty();
    }
    Ref ref = heads.get(0).ref();
    return Optional.of(
        new StatusReport.Save(
            heads.get(0),
            repository.document(ref.snapshot()).contentBytes(),
            LockfileYaml.read(repository.lockfile(ref.lockfile()), "the lockfile in the store")));
  }

  /** What was done in this session, oldest first, without secrets. */
  List<Action> actions() throws VerbException {
    try {
      LocalTree tree = LocalTree.at(settings.root());
      List<Action> actions =
          SessionStory.read(bench, tree, Set.of(), MachineBaseline.of(bench, tree).sessionStart())
              .actions(List.of());
      Optional<Launch> launch = watch.launch();
      return launch.isEmpty()
          ? actions
          : SavedStory.read(Path.of(launch.get().lockfile())).complete(actions);
    } catch (EcosystemException e) {
      throw VerbException.of(e);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  static VerbException unreadable(IOException e) {
    return new VerbException(
        VerbException.Kind.FAILED,
        "What was recorded of this session cannot be read: " + e.getMessage(),
        "Look at the permissions of the state folder, usually as root",
        e);
  }
}
