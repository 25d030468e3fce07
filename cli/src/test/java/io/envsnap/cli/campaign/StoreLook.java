package io.envsnap.cli.campaign;

import io.envsnap.agent.Envsnap;
import io.envsnap.agent.Limits;
import io.envsnap.agent.Settings;
import io.envsnap.agent.disk.StateFolder;
import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.restore.RestoreSource;
import io.envsnap.agent.verb.VerbException;
import io.envsnap.spec.codec.LockfileYaml;
import io.envsnap.spec.snapshot.ClaimedNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks at a store from outside of the machines that use it. */
final class StoreLook {
  private final Path store;

  StoreLook(Path store) {
    this.store = store;
  }

  /** What `envsnap verify --store` would name, and objects whose name is not their SHA-256. */
  List<String> problems() {
    List<String> problems = new ArrayList<>(misnamed());
    try (Envsnap envsnap = open()) {
      problems.addAll(envsnap.verifyStore().problems());
    } catch (VerbException e) {
      problems.add(e.getMessage());
    }
    return problems;
  }

  private List<String> misnamed() {
    List<String> found = new ArrayList<>();
    try (Stream<Path> all = Files.walk(store)) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        String name = path.getFileName().toString();
        if (name.matches("[0-9a-f]{64}\\..*") && !name.startsWith(sha256(path))) {
          found.add("`" + path + "` is not what its name says");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static String sha256(Path path) throws IOException {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(path));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** File names of the refs of {@code main}. */
  List<String> refs() {
    try (Stream<Path> refs = Files.list(store.resolve("refs/main"))) {
      return refs.map(path -> path.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many heads {@code main} has. */
  int heads() {
    try (Envsnap envsnap = open()) {
      return envsnap.lines().stream()
          .filter(line -> line.name().equals("main"))
          .mapToInt(line -> line.heads().size())
          .sum();
    } catch (VerbException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Everything that a restore of {@code main} would bring back: lockfile, paths and bytes. */
  List<String> newest() {
    try (Envsnap envsnap = open()) {
      RestoreSource source = envsnap.find(Optional.of("main"));
      List<String> lines = new ArrayList<>();
      String yaml = new String(LockfileYaml.write(source.lockfile()), StandardCharsets.UTF_8);
      yaml.lines().filter(line -> !line.startsWith("snapshot:")).forEach(lines::add);
      for (ClaimedNode node : source.snapshot().orElseThrow().nodes()) {
        lines.add(node.toString());
      }
      return lines;
    } catch (VerbException e) {
      throw new IllegalStateException(e);
    }
  }

  private Envsnap open() throws VerbException {
    Path nowhere = store.resolveSibling("nowhere");
    return Envsnap.open(
        new Settings(
            Path.of("/"),
            new StateFolder(nowhere),
            store.toString(),
            "main",
            nowhere.resolve("envsnap.lock.yaml"),
            List.of(),
            nowhere,
            Map.of(),
            "test",
            Limits.USUAL,
            Settings.SAVE_EVERY,
            Optional.empty(),
            Optional.empty()),
        InstantSource.system(),
        Progress.SILENT);
  }
}
