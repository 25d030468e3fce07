package io.envsnap.cli.config;

import io.envsnap.agent.Limits;
import io.envsnap.agent.Settings;
import io.envsnap.agent.disk.StateFolder;
import io.envsnap.agent.verb.VerbException;
import io.envsnap.spec.codec.FlatYaml;
import io.envsnap.spec.codec.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Settles each setting: the option wins, then the environment, then {@code envsnap.yaml} in the
 * current folder, then the default.
 */
public final class Configuration {
  private static final String FILE = "envsnap.yaml";
  private static final Set<String> KEYS =
      Set.of("store", "name", "lockfile", "fileLimit", "totalLimit");

  private Configuration() {}

  /**
   * The settings in force.
   *
   * @throws VerbException when {@code envsnap.yaml} cannot be used
   */
  public static Settings settle(Environment environment, Options options) throws VerbException {
    SortedMap<String, String> file = file(environment.folder().resolve(FILE));
    String store =
        first(options.store(), environment.get("ENVSNAP_STORE"), file.get("store"))
            .orElse(environment.home().resolve(".envsnap/store").toString());
    String name =
        first(options.name(), environment.get("ENVSNAP_NAME"), file.get("name")).orElse("main");
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
      throw new VerbException(
          VerbException.Kind.USAGE,
          "`" + name + "` cannot be the name of a snapshot",
          "Use letters, digits, `.`, `_` and `-`, such as `main`");
    }
    String lockfile =
        first(options.lockfile(), environment.get("ENVSNAP_LOCKFILE"), file.get("lockfile"))
            .orElse("envsnap.lock.yaml");
    return new Settings(
        Path.of("/"),
        new StateFolder(state(environment)),
        absolute(environment, store),
        name,
        environment.folder().resolve(lockfile),
        own(environment),
        environment.folder(),
        environment.variables(),
        "envsnap " + version(),
        new Limits(
            size(
                first(
                    options.fileLimit(),
                    environment.get("ENVSNAP_FILE_LIMIT"),
                    file.get("fileLimit")),
                Limits.USUAL.fileBytes()),
            size(
                first(
                    options.totalLimit(),
                    environment.get("ENVSNAP_TOTAL_LIMIT"),
                    file.get("totalLimit")),
                Limits.USUAL.totalBytes())),
        OwnFiles.jar());
  }

  private static long size(Optional<String> said, long usual) throws VerbException {
    if (said.isEmpty()) {
      return usual;
    }
    return ByteSize.parse(said.get())
        .orElseThrow(
            () ->
                new VerbException(
                    VerbException.Kind.USAGE,
                    "`" + said.get() + "` is no size",
                    "Write it like `500M`, `2 GiB` or `none`"));
  }

  private static List<Path> own(Environment environment) {
    List<Path> own = new ArrayList<>(environment.own());
    own.add(environment.folder().resolve(FILE));
    return own;
  }

  private static Path state(Environment environment) {
    return environment
        .get("ENVSNAP_STATE")
        .map(Path::of)
        .orElseGet(
            () ->
                environment.root()
                    ? Path.of("/var/lib/envsnap")
                    : environment.home().resolve(".local/state/envsnap"));
  }

  private static String absolute(Environment environment, String store) {
    String path = store.startsWith("dir:") ? store.substring("dir:".length()) : store;
    return environment.folder().resolve(path).normalize().toString();
  }

  private static Optional<String> first(
      Optional<String> option, Optional<String> variable, @Nullable String file) {
    return option.or(() -> variable).or(() -> Optional.ofNullable(file));
  }

  private static SortedMap<String, String> file(Path path) throws VerbException {
    if (!Files.exists(path)) {
      return new TreeMap<>();
    }
    try {
      SortedMap<String, String> values =
          FlatYaml.read(Files.readAllBytes(path), path.getFileName().toString());
      for (String key : values.keySet()) {
        if (!KEYS.contains(key)) {
          throw new VerbException(
              VerbException.Kind.USAGE,
              "`" + path + "` has a setting `" + key + "` that envsnap does not know",
              "The settings are `store`, `name`, `lockfile`, `fileLimit` and `totalLimit`");
        }
      }
      return values;
    } catch (FormatException e) {
      throw new VerbException(
          VerbException.Kind.USAGE, String.valueOf(e.getMessage()), e.hint(), e);
    } catch (IOException e) {
      throw new VerbException(
          VerbException.Kind.USAGE,
          "`" + path + "` cannot be read",
          "Look at its permissions with `ls -l`",
          e);
    }
  }

  /** The version of this build. */
  public static String version() {
    String version = Configuration.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
