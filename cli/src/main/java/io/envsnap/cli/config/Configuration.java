package io.envsnap.cli.config;

import io.envsnap.agent.Limits;
import io.envsnap.agent.Settings;
import io.envsnap.agent.disk.StateFolder;
import io.envsnap.agent.store.StoreAddress;
import io.envsnap.agent.verb.VerbException;
import io.envsnap.spec.codec.FlatYaml;
import io.envsnap.spec.codec.FormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Settles each setting: the option wins, then the environment, then {@code envsnap.yaml} in the
 * current folder, then the default.
 */
public final class Configuration {
  private static final String FILE = "envsnap.yaml";
  private static final Set<String> KEYS =
      Set.of("store", "name", "lockfile", "fileLimit", "totalLimit", "saveEvery", "driveRootUrl");

  private Configuration() {}

  /**
   * The settings in force.
   *
   * @throws VerbException when {@code envsnap.yaml} cannot be used
   */
  public static Settings settle(Environment environment, Options options) throws VerbException {
    SortedMap<String, String> file = file(environment.folder().resolve(FILE));
    Sources sources = new Sources(environment, file);
    String store =
        sources
            .find("--store", options.store(), "ENVSNAP_STORE", "store")
            .map(Told::value)
            .orElse(environment.home().resolve(".envsnap/store").toString());
    String name =
        sources
            .find("--name", options.name(), "ENVSNAP_NAME", "name")
            .map(Told::value)
            .orElse("main");
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
      throw new VerbException(
          VerbException.Kind.USAGE,
          "`" + name + "` cannot be the name of a snapshot",
          "Use letters, digits, `.`, `_` and `-`, such as `main`");
    }
    String lockfile =
        sources
            .find("--lockfile", options.lockfile(), "ENVSNAP_LOCKFILE", "lockfile")
            .map(Told::value)
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
                sources.find(
                    "--file-limit", options.fileLimit(), "ENVSNAP_FILE_LIMIT", "fileLimit"),
                Limits.USUAL.fileBytes()),
            size(
                sources.find(
                    "--total-limit", options.totalLimit(), "ENVSNAP_TOTAL_LIMIT", "totalLimit"),
                Limits.USUAL.totalBytes())),
        saveEvery(
            sources.find("--save-every", options.saveEvery(), "ENVSNAP_SAVE_EVERY", "saveEvery")),
        driveRoot(sources),
        OwnFiles.jar());
  }

  private static long size(Optional<Told> said, long usual) throws VerbException {
    if (said.isEmpty()) {
      return usual;
    }
    return ByteSize.parse(said.get().value())
        .orElseThrow(
            () ->
                new VerbException(
                    VerbException.Kind.USAGE,
                    said.get().where() + " is `" + said.get().value() + "`, which is no size",
                    "Write it like `500M`, `2 GiB` or `none`"));
  }

  private static Duration saveEvery(Optional<Told> said) throws VerbException {
    if (said.isEmpty()) {
      return Settings.SAVE_EVERY;
    }
    return Pause.parse(said.get().value())
        .orElseThrow(
            () ->
                new VerbException(
                    VerbException.Kind.USAGE,
                    said.get().where() + " is `" + said.get().value() + "`, which is no such time",
                    "Write it like `30s`, `5m` or `1h`, not shorter than 30 s and not longer than a"
                        + " day"));
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

  /** Another Google Drive than Google's: an emulated one, to try and to test with. */
  private static Optional<String> driveRoot(Sources sources) throws VerbException {
    Optional<Told> url =
        sources.find("driveRootUrl", Optional.empty(), "ENVSNAP_DRIVE_ROOT_URL", "driveRootUrl");
    if (url.isPresent() && !url.get().value().matches("https?://[^\\s/]+(/.*)?")) {
      throw new VerbException(
          VerbException.Kind.USAGE,
          url.get().where() + " is `" + url.get().value() + "`, which is no address of a Drive",
          "Leave it away: it is for tests");
    }
    return url.map(Told::value);
  }

  private static String absolute(Environment environment, String store) {
    StoreAddress address = StoreAddress.parse(store).in(environment.folder());
    return address.isDrive() ? address.toString() : address.rest();
  }

  /**
   * The value of a setting.
   *
   * @param where it was found, as a person would say it
   */
  private record Told(String value, String where) {}

  private record Sources(Environment environment, SortedMap<String, String> file) {
    /** The first that says something; one that is there and says nothing is a slip. */
    Optional<Told> find(String option, Optional<String> said, String variable, String key)
        throws VerbException {
      Optional<Told> told =
          said.map(value -> new Told(value, "`" + option + "`"))
              .or(
                  () ->
                      environment
                          .get(variable)
                          .map(value -> new Told(value, "`" + variable + "` in the environment")))
              .or(
                  () ->
                      Optional.ofNullable(file.get(key))
                          .map(value -> new Told(value, "`" + key + "` in `" + FILE + "`")));
      if (told.isPresent() && told.get().value().isBlank()) {
        throw new VerbException(
            VerbException.Kind.USAGE,
            told.get().where() + " is empty",
            "Give it a value, or leave it out altogether");
      }
      return told;
    }
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
              "The settings are `store`, `name`, `lockfile`, `fileLimit`, `totalLimit`,"
                  + " `saveEvery` and `driveRootUrl`");
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
