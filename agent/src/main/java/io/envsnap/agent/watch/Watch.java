package io.envsnap.agent.watch;

import io.envsnap.agent.disk.StateFolder;
import io.envsnap.agent.disk.WholeFile;
import io.envsnap.agent.ecosystem.Ecosystem;
import io.envsnap.agent.ecosystem.EcosystemException;
import io.envsnap.agent.ecosystem.HookContext;
import io.envsnap.agent.ecosystem.HookFile;
import io.envsnap.agent.journal.Accounts;
import io.envsnap.agent.journal.Journal;
import io.envsnap.agent.process.Command;
import io.envsnap.agent.process.CommandException;
import io.envsnap.agent.process.CommandRunner;
import io.envsnap.agent.tree.LocalTree;
import io.envsnap.agent.verb.VerbException;
import io.envsnap.agent.verb.Workbench;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Starts and stops watching a session. */
public final class Watch {
  private static final String PLAIN = "[A-Za-z0-9/_.-]+";
  private static final long PATIENCE_SECONDS = 10;
  private static final int MOST_LOOKS = 100;
  private static final long LOOK_MILLIS = 50;

  private final Path root;
  private final StateFolder state;
  private final CommandRunner commands;
  private final AgentFolder agent;

  /**
   * Watching on one machine.
   *
   * @param root of its file tree
   */
  public Watch(Path root, StateFolder state, CommandRunner commands) {
    this.root = root;
    this.state = state;
    this.commands = commands;
    this.agent = new AgentFolder(state.agent());
  }

  /**
   * Installs the hooks and opens the journal; does nothing where that is done.
   *
   * @return hooks that could not be installed, each with the reason
   * @throws VerbException when nothing can be installed at all
   */
  public List<String> begin(Workbench bench) throws VerbException {
    Path folder = state.path().toAbsolutePath().normalize();
    if (!folder.toString().matches(PLAIN)) {
      throw new VerbException(
          VerbException.Kind.USAGE,
          "The state folder `" + folder + "` has a name that hooks cannot be given",
          "Set ENVSNAP_STATE to a path of letters, digits, `/`, `_`, `.` and `-`,"
              + " or use `envsnap record --once`");
    }
    try {
      new Journal(state.journal()).open();
      HookContext context =
          new HookContext(TreePath.of(folder.toString()), bench.host().get(), LocalTree.at(root));
      List<HookFile> files = new ArrayList<>();
      for (Ecosystem ecosystem : bench.ecosystems()) {
        files.addAll(ecosystem.hooks(context));
      }
      return new HookInstaller(root, state.hooks()).install(files);
    } catch (EcosystemException e) {
      throw VerbException.of(e);
    } catch (IOException e) {
      throw failed("The hooks cannot be installed", e);
    }
  }

  /**
   * Starts the agent, or leaves one alone that is of this build.
   *
   * @throws VerbException when it cannot be started
   */
  public void startAgent(Launch launch) throws VerbException {
    try {
      WholeFile.makePrivateFolder(agent.path());
      launch.write(agent.launch());
      WholeFile.write(
          agent.revive(), launch.reviveScript(state.path()).getBytes(StandardCharsets.UTF_8));
      Optional<ProcessHandle> alive = agent.alive();
      if (alive.isPresent() && agent.build().equals(launch.build())) {
        return;
      }
      if (alive.isPresent()) {
        end(alive.get());
      }
      Files.deleteIfExists(agent.socket());
      new Accounts(state.agent()).open(commands);
      commands.run(
          Command.of("/bin/sh", agent.revive().toString(), "now").within(Duration.ofSeconds(20)));
      awaitAgent();
    } catch (CommandException | IOException e) {
      throw failed("The agent cannot be started", e);
    }
  }

  /**
   * What is done right after this shall be heard; an agent that is slow to come is not waited for.
   */
  private void awaitAgent() throws IOException {
    for (int i = 0; i < MOST_LOOKS; i++) {
      if (agent.alive().isPresent() && Files.exists(agent.socket())) {
        return;
      }
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while the agent started", e);
      }
    }
  }

  /**
   * Takes away every hook, the journal and the agent.
   *
   * @return whether there was anything to take away
   * @throws VerbException when something could not be taken away
   */
  public boolean stop() throws VerbException {
    try {
      boolean watched = isWatching() || Files.exists(state.agent());
      new HookInstaller(root, state.hooks()).remove();
      Optional<ProcessHandle> alive = agent.alive();
      if (alive.isPresent()) {
        end(alive.get());
      }
      new Accounts(state.agent()).close(commands);
      agent.remove();
      removeFolder(state.journal());
      return watched;
    } catch (IOException e) {
      throw failed("Not all of the recorder could be taken away", e);
    }
  }

  private static void removeFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(folder);
  }

  private static void end(ProcessHandle process) throws IOException {
    process.destroy();
    try {
      process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      process.destroyForcibly();
    } catch (ExecutionException e) {
      throw new IOException("the agent cannot be ended", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the agent was ended", e);
    }
  }

  /** Whether hooks are there and write to a journal. */
  public boolean isWatching() throws IOException {
    return new Journal(state.journal()).isOpen()
        && new HookInstaller(root, state.hooks()).isComplete();
  }

  /** Where the agent saves to; empty when none was ever started. */
  public Optional<Launch> launch() throws IOException {
    return Files.exists(agent.launch())
        ? Optional.of(Launch.read(agent.launch()))
        : Optional.empty();
  }

  /** Which hooks are there, and how the agent is; starts and mends nothing. */
  public WatchFacts facts() {
    try {
      Optional<Long> process = agent.alive().map(ProcessHandle::pid);
      return new WatchFacts(
          new HookInstaller(root, state.hooks()).hooks(),
          new Journal(state.journal()).isOpen(),
          process,
          process.map(ProcessFacts::residentBytes).orElse(0L),
          "");
    } catch (IOException e) {
      return WatchFacts.unknown("the state folder `" + state.path() + "` cannot be read");
    }
  }

  /** What there is to say of the agent. */
  public AgentStatus agentStatus() throws IOException {
    Optional<ProcessHandle> alive = agent.alive();
    List<String> log = Files.exists(agent.log()) ? Files.readAllLines(agent.log()) : List.of();
    return new AgentStatus(
        isWatching(),
        alive.map(ProcessHandle::pid),
        agent.unsavedSince(),
        log.isEmpty() ? "" : log.get(log.size() - 1));
  }

  /**
   * The agent, as it is now.
   *
   * @param watching whether hooks are there and write to a journal
   * @param process number of the agent's process; empty when it is not alive
   * @param unsavedSince since when something is not saved, as far as the agent knows
   * @param said the last line of its log
   */
  public record AgentStatus(
      boolean watching, Optional<Long> process, Optional<String> unsavedSince, String said) {}

  private static VerbException failed(String what, Exception e) {
    String said = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new VerbException(
        VerbException.Kind.FAILED,
        what + ": " + said,
        "Mend the cause and run it again, or use `envsnap record --once`",
        e);
  }
}
