package io.envsnap.agent;

import io.envsnap.agent.disk.StateFolder;
import io.envsnap.agent.watch.Launch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that the front door must be told; nothing below it looks at the environment.
 *
 * @param root the root of the machine's file tree
 * @param state envsnap's state folder
 * @param store address of the store
 * @param name the line of snapshots
 * @param lockfile the lockfile to write, or to restore from when nothing else is said
 * @param own files and folders of envsnap itself, such as its checkout and its jar
 * @param notebookFolder the folder that the user works in
 * @param environment the environment of the process, for notebook markers
 * @param tool name and version of this program
 * @param limits of unclaimed files
 * @param saveEvery how often a watched session is saved where nothing tells of a change
 * @param drive address of Google Drive; other than Google's own in tests only
 * @param jar this program, for processes that outlive this one; empty when it is not one file
 */
public record Settings(
    Path root,
    StateFolder state,
    String store,
    String name,
    Path lockfile,
    List<Path> own,
    Path notebookFolder,
    Map<String, String> environment,
    String tool,
    Limits limits,
    Duration saveEvery,
    Optional<String> drive,
    Optional<Path> jar) {
  /** With the time that a save takes, other files are saved within five minutes. */
  public static final Duration SAVE_EVERY = Duration.ofSeconds(Launch.SAVE_SECONDS);

  /** Takes its own copies. */
  public Settings {
    own = List.copyOf(own);
    environment = Map.copyOf(environment);
  }

  /**
   * What a record puts beside its packs: this program, when it is one self-executing file, or the
   * one that was built beside it.
   */
  Optional<Path> program() {
    String told = environment.getOrDefault("ENVSNAP_PROGRAM", "");
    if (!told.isEmpty() && Files.isRegularFile(Path.of(told))) {
      return Optional.of(Path.of(told));
    }
    return jar.filter(Settings::isScript);
  }

  /** What tells this very build from any other. */
  String build() {
    try {
      return jar.isPresent() ? tool + " " + Launch.build(jar.get()) : tool;
    } catch (IOException e) {
      return tool;
    }
  }

  private static boolean isScript(Path jar) {
    try (InputStream in = Files.newInputStream(jar)) {
      return in.read() == '#' && in.read() == '!';
    } catch (IOException e) {
      return false;
    }
  }
}
