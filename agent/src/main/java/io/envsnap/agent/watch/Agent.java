package io.envsnap.agent.watch;

import io.envsnap.agent.disk.FolderInUseException;
import io.envsnap.agent.disk.FolderLock;
import io.envsnap.agent.disk.StateFolder;
import io.envsnap.agent.ecosystem.Ecosystem;
import io.envsnap.agent.journal.Accounts;
import io.envsnap.agent.journal.Boot;
import io.envsnap.agent.journal.Journal;
import io.envsnap.agent.process.SystemCommands;
import io.envsnap.agent.tree.LocalTree;
import io.envsnap.spec.journal.JournalLine;
import io.envsnap.spec.journal.ProcessKey;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The agent: waits for changes that hooks, inotify and git tell of, and has a child save them. It
 * holds no lock of anybody else, and ends when its session or its program is gone.
 */
public final class Agent {
  private static final long BUSY_PAUSE = 5_000;
  private static final int MOST_SEEN = 10_000;

  private final StateFolder state;
  private final AgentFolder folder;
  private final Journal journal;
  private final SystemCommands commands = new SystemCommands();
  private final List<Ecosystem> ecosystems;
  private final UntoldPrograms programs;
  private final InstantSource clock;
  private final Set<ProcessKey> seen = new HashSet<>();

  /**
   * The agent of one state folder.
   *
   * @param ecosystems what a save waits for
   */
  public Agent(StateFolder state, List<Ecosystem> ecosystems, InstantSource clock) {
    this.state = state;
    this.ecosystems = List.copyOf(ecosystems);
    this.programs = new UntoldPrograms(ecosystems);
    this.folder = new AgentFolder(state.agent());
    this.journal = new Journal(state.journal());
    this.clock = clock;
  }

  /**
   * Watches until there is nothing to watch any more; returns at once when another agent does.
   *
   * @throws IOException when the state folder cannot be used
   */
  @SuppressWarnings("try") // the lock is only held
  public void run() throws IOException {
    try (FolderLock lock = FolderLock.take(folder.lock());
        WatchService watches = FileSystems.getDefault().newWatchService()) {
      Launch launch = Launch.read(folder.launch());
      String build = launch.build();
      folder.announce(build);
      folder.say(clock.instant(), "watching");
      Boot boots = Boot.find(journal.folder(), clock);
      String boot = boots.name();
      Thread listener = new Thread(new GitListener(folder.socket(), journal, boots), "git");
      listener.setDaemon(true);
      listener.start();
      Thread opens =
          new Thread(
              () ->
                  OpenWatch.run(
                      commands,
                      launch.opened(),
                      programs,
                      () -> quietly(() -> observe(boot)),
                      one -> quietly(() -> tell(one, boot))),
              "opens");
      opens.setDaemon(true);
      opens.start();
      new Accounts(state.agent()).open(commands);
      register(watches, journal.folder());
      for (String path : launch.watched()) {
        register(watches, Path.of(path));
      }
      watch(watches, boots, launch, build, new Witness(journal, boots, ecosystems, commands));
    } catch (FolderInUseException e) {
      // Two hooks woke two agents at once.
      return;
    }
  }

  private static void register(WatchService watches, Path path) throws IOException {
    if (Files.isDirectory(path)) {
      path.register(
          watches,
          StandardWatchEventKinds.ENTRY_CREATE,
          StandardWatchEventKinds.ENTRY_DELETE,
          StandardWatchEventKinds.ENTRY_MODIFY);
    }
  }

  private void watch(WatchService watches, Boot found, Launch begun, String build, Witness witness)
      throws IOException {
    Boot boot = found;
    long looked = Boot.now();
    Launch launch = begun;
    SaveClock times = new SaveClock(now());
    // What happened while no agent was there.
    times.changed(now());
    Instant since = clock.instant();
    SavingChild child = new SavingChild(commands);
    String waited = "";
    while (journal.isOpen()) {
      long wait = Math.max(200, due(times, launch) - now());
      boolean woken = await(watches, child.isRunning() ? BUSY_PAUSE : wait);
      long tick = Boot.now();
      boot = lookAtClock(boot, looked, tick);
      looked = tick;
      String name = boot.name();
      quietly(() -> observe(name));
      quietly(() -> look(witness));
      if (woken) {
        since = times.isDirty() ? since : clock.instant();
        Instant first = since;
        quietly(() -> noteUnsaved(first));
        times.changed(now());
      }
      launch = Launch.read(folder.launch());
      if (!Files.exists(Path.of(launch.jar())) || !launch.build().equals(build)) {
        quietly(
            () -> folder.say(clock.instant(), "ending: envsnap itself is gone or another build"));
        return;
      }
      Optional<SavingChild.Outcome> outcome = child.outcome();
      if (outcome.isPresent()) {
        settle(outcome.get(), times, since);
      }
      if (now() >= due(times, launch) && !child.isRunning()) {
        Optional<String> busy = atWork();
        if (busy.isPresent()) {
          if (!busy.get().equals(waited)) {
            quietly(() -> folder.say(clock.instant(), "not saving yet: " + busy.get()));
          }
          waited = busy.get();
          await(watches, BUSY_PAUSE);
        } else {
          quietly(this::rotate);
          waited = "";
          times.saving(now());
          child.start(launch);
        }
      }
    }
  }

  private static long due(SaveClock times, Launch launch) {
    return times.due(TimeUnit.SECONDS.toMillis(launch.saveSeconds()));
  }

  /** What changed while the save was made is not in it, or may not be. */
  private void settle(SavingChild.Outcome outcome, SaveClock times, Instant since) {
    if (outcome.saved()) {
      times.saved();
    } else {
      times.failed(now());
    }
    quietly(
        () -> {
          folder.say(clock.instant(), outcome.sentence());
          if (outcome.saved() && times.isDirty()) {
            folder.noteUnsaved(since);
          } else if (outcome.saved()) {
            folder.noteSaved();
          }
        });
  }

  private static boolean await(WatchService watches, long millis) throws IOException {
    try {
      WatchKey key = watches.poll(millis, TimeUnit.MILLISECONDS);
      boolean woken = false;
      while (key != null) {
        woken |= !key.pollEvents().isEmpty();
        key.reset();
        key = watches.poll();
      }
      return woken;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private Boot lookAtClock(Boot boot, long last, long now) {
    try {
      return journal.isOpen() ? boot.watched(journal.folder(), clock, last, now) : boot;
    } catch (IOException e) {
      // It is looked at again, and noted then.
      return boot;
    }
  }

  /** What the agent does besides saving. */
  @FunctionalInterface
  private interface Deed {
    void run() throws IOException;
  }

  /** Notes and logs on a full disk must not end the agent: what it saves lies elsewhere. */
  private static void quietly(Deed deed) {
    try {
      deed.run();
    } catch (IOException e) {
      // It is tried again with the next occasion; until then something less is told or noted.
      return;
    }
  }

  private void look(Witness witness) throws IOException {
    if (journal.isOpen()) {
      try (LocalTree tree = LocalTree.at(Path.of("/"))) {
        witness.look(tree);
      }
    }
  }

  private void noteUnsaved(Instant since) throws IOException {
    if (folder.unsavedSince().isEmpty()) {
      folder.noteUnsaved(since);
    }
  }

  /** A journal that cannot be put aside grows up to the limit at which hooks stop. */
  private void rotate() throws IOException {
    journal.rotate();
    new Accounts(state.agent()).rotate(commands);
  }

  /** Tells the journal of programs that have no hook. */
  private synchronized void observe(String boot) throws IOException {
    if (seen.size() > MOST_SEEN) {
      seen.clear();
    }
    for (StartedProgram one : programs.now()) {
      tell(one, boot);
    }
  }

  private synchronized void tell(StartedProgram one, String boot) throws IOException {
    if (!one.words().isEmpty() && seen.add(new ProcessKey(boot, one.pid(), one.start()))) {
      for (JournalLine line : one.lines(boot, Boot.now())) {
        journal.append(line);
      }
    }
  }

  /** Whom a save would have to wait for. */
  private Optional<String> atWork() throws IOException {
    try (LocalTree tree = LocalTree.at(Path.of("/"))) {
      for (Ecosystem ecosystem : ecosystems) {
        Optional<String> busy = ecosystem.watch(tree).atWork();
        if (busy.isPresent()) {
          return busy;
        }
      }
    }
    return Optional.empty();
  }

  private static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
