package io.envsnap.agent.watch;

import io.envsnap.agent.classes.ClassArchive;
import io.envsnap.agent.disk.WholeFile;
import io.envsnap.spec.codec.FormatException;
import io.envsnap.spec.codec.JsonText;
import io.envsnap.spec.codec.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the agent must know to save, kept on disk so that a hook can revive it. It holds no secret:
 * of the environment only what tells which notebook service this is.
 *
 * @param java the program that runs Java
 * @param jar this program
 * @param folder the folder that the user works in
 * @param store address of the store
 * @param name the line of snapshots
 * @param lockfile the lockfile to write
 * @param environment for the saving child
 * @param watched folders whose changes mean that something was installed
 * @param saveSeconds seconds after which it saves though nothing told of a change
 */
public record Launch(
    String java,
    String jar,
    String folder,
    String store,
    String name,
    String lockfile,
    SortedMap<String, String> environment,
    List<String> watched,
    long saveSeconds) {
  /** With the time that a save takes, other files are saved within five minutes. */
  public static final long SAVE_SECONDS = 290;

  private static final int LIMIT = 1 << 20;
  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:-UsePerfData",
          "-Xshare:auto",
          "-XX:TieredStopAtLevel=1",
          "-Xms32m",
          "-Xmn24m",
          "-XX:MinHeapFreeRatio=15",
          "-XX:MaxHeapFreeRatio=30");

  /** Takes its own copies. */
  public Launch {
    environment = new TreeMap<>(environment);
    watched = List.copyOf(watched);
  }

  /** How often the agent saves though nothing told of a change. */
  public Duration saveEvery() {
    return Duration.ofSeconds(saveSeconds);
  }

  /** Reads what was written. */
  static Launch read(Path file) throws IOException {
    try {
      JsonValue.Fields fields = JsonText.parse(Files.readAllBytes(file), LIMIT).asFields();
      SortedMap<String, String> environment = new TreeMap<>();
      for (Map.Entry<String, JsonValue> one :
          fields.require("environment").asFields().values().entrySet()) {
        environment.put(one.getKey(), one.getValue().asText());
      }
      List<String> watched = new ArrayList<>();
      for (JsonValue one : fields.require("watched").asItems().values()) {
        watched.add(one.asText());
      }
      // A hook may revive an agent of this build with what an older one wrote.
      Optional<JsonValue> seconds = fields.find("saveSeconds");
      return new Launch(
          fields.require("java").asText(),
          fields.require("jar").asText(),
          fields.require("folder").asText(),
          fields.require("store").asText(),
          fields.require("name").asText(),
          fields.require("lockfile").asText(),
          environment,
          watched,
          seconds.isPresent() ? seconds.get().asLong() : SAVE_SECONDS);
    } catch (FormatException e) {
      throw new IOException("`" + file + "` cannot be read", e);
    }
  }

  void write(Path file) throws IOException {
    SortedMap<String, JsonValue> fields = new TreeMap<>();
    fields.put("java", JsonValue.of(java));
    fields.put("jar", JsonValue.of(jar));
    fields.put("folder", JsonValue.of(folder));
    fields.put("store", JsonValue.of(store));
    fields.put("name", JsonValue.of(name));
    fields.put("lockfile", JsonValue.of(lockfile));
    SortedMap<String, JsonValue> variables = new TreeMap<>();
    environment.forEach((key, value) -> variables.put(key, JsonValue.of(value)));
    fields.put("environment", JsonValue.of(variables));
    fields.put("watched", JsonValue.of(watched.stream().map(JsonValue::of).toList()));
    fields.put("saveSeconds", JsonValue.of(saveSeconds));
    WholeFile.write(file, JsonText.write(JsonValue.of(fields)));
  }

  /** The command of a child that saves, giving way to everything else. */
  List<String> save() {
    List<String> words = new ArrayList<>(List.of("nice", "-n", "19", java));
    words.addAll(FLAGS);
    ClassArchive.told(environment).ifPresent(archive -> words.addAll(archive.flags()));
    words.addAll(List.of("-jar", jar, "record", "--once", "--unasked", "--quiet"));
    words.addAll(List.of("--store", store, "--name", name, "--lockfile", lockfile));
    return words;
  }

  /** Files and folders whose opening means that an installer begins. */
  List<String> opened() {
    return List.of(
        "/etc/apt/apt.conf.d/00envsnap",
        "/etc/dpkg/dpkg.cfg.d/envsnap",
        "/usr/local/bin",
        "/root/.local/bin",
        "/opt/conda/bin");
  }

  /** What tells this build from another one, so that an agent knows when it is outdated. */
  String build() throws IOException {
    return build(Path.of(jar));
  }

  /** What tells the build in a jar from any other; as told on this machine, in one line. */
  public static String build(Path jar) throws IOException {
    return jar + " " + Files.size(jar) + " " + Files.getLastModifiedTime(jar).toMillis();
  }

  /** The script that starts the agent, for hooks too: it costs them no time. */
  String reviveScript(Path state) {
    return """
    #!/bin/sh
    # Starts envsnap's agent when it is not there any more. Written by `envsnap record`.
    exec </dev/null >/dev/null 2>&1 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-
    cd / || exit 0
    umask 077
    state='%s' java='%s' jar='%s'
    [ -f "$jar" ] && [ -x "$java" ] && [ -f "$state/journal/lines" ] || exit 0
    if [ "$1" != now ]; then
      # A clock that was set back must not make the last time a time to come.
      [ -z "$(find "$state/agent/revived" -mmin -1 ! -newermt '1 minute')" ] || exit 0
    fi
    : >"$state/agent/revived"
    unset DPKG_FRONTEND_LOCKED JAVA_TOOL_OPTIONS _JAVA_OPTIONS
    setsid nice -n 5 "$java" -Xms4m -Xmx24m -Xss256k -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \\
      -XX:ReservedCodeCacheSize=12m -XX:-UsePerfData -Xshare:auto -XX:+ExitOnOutOfMemoryError \\
      -jar "$jar" agent "$state" &
    """
        .formatted(state, java, jar);
  }
}
