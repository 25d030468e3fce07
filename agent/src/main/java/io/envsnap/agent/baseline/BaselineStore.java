package io.envsnap.agent.baseline;

import io.envsnap.agent.disk.WholeFile;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.agent.tree.Inventory;
import io.envsnap.spec.codec.FormatException;
import io.envsnap.spec.codec.JsonText;
import io.envsnap.spec.codec.JsonValue;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Keeps the taken baseline of this machine in the state folder: {@code inventory.gz}, the kept
 * files by number, and {@code baseline.json}, written last, which makes it count.
 *
 * @param folder where it lies; absent until one is taken
 */
public record BaselineStore(Path folder) {
  private static final int MANIFEST_LIMIT = 1 << 20;
  private static final int FILE_LIMIT = 64 << 20;

  /**
   * The baseline that was taken on this machine.
   *
   * @return empty when none was
   * @throws IOException when there is one that cannot be read
   */
  public Optional<Baseline> load() throws IOException {
    Path manifest = manifest();
    if (!Files.exists(manifest)) {
      return Optional.empty();
    }
    try {
      JsonValue.Fields fields =
          JsonText.parse(Files.readAllBytes(manifest), MANIFEST_LIMIT).asFields();
      Timestamp start =
          new Timestamp(
              fields.require("startSeconds").asLong(), (int) fields.require("startNanos").asLong());
      Map<TreePath, byte[]> files = new HashMap<>();
      int number = 0;
      for (JsonValue path : fields.require("files").asItems().values()) {
        files.put(TreePath.of(path.asText()), Files.readAllBytes(folder.resolve("file-" + number)));
        number++;
      }
      return Optional.of(new TakenBaseline(start, Inventory.load(inventory()), files));
    } catch (FormatException e) {
      throw new IOException("the baseline in `" + folder + "` cannot be read", e);
    }
  }

  /**
   * Takes the baseline now and keeps it.
   *
   * @param start when the session began
   * @param inventory every watched path as it is now
   * @param tree this machine's files
   * @param wanted files whose bytes are kept
   */
  public Baseline take(Timestamp start, Inventory inventory, HostTree tree, List<TreePath> wanted)
      throws IOException {
    Files.createDirectories(folder);
    removeLeftovers();
    SortedMap<TreePath, byte[]> files = new TreeMap<>();
    for (TreePath path : wanted) {
      Optional<byte[]> bytes = tree.read(tree.resolveParents(path), FILE_LIMIT);
      if (bytes.isPresent()) {
        files.put(path, bytes.get());
      }
    }
    int number = 0;
    for (byte[] bytes : files.values()) {
      WholeFile.write(folder.resolve("file-" + number), bytes);
      number++;
    }
    inventory.save(inventory());
    SortedMap<String, JsonValue> fields = new TreeMap<>();
    fields.put("startSeconds", JsonValue.of(start.seconds()));
    fields.put("startNanos", JsonValue.of(start.nanos()));
    fields.put(
        "files",
        JsonValue.of(files.keySet().stream().map(path -> JsonValue.of(path.value())).toList()));
    WholeFile.write(manifest(), JsonText.write(JsonValue.of(fields)));
    return new TakenBaseline(start, inventory, files);
  }

  /** What a run that was killed in the middle left half-written. */
  private void removeLeftovers() throws IOException {
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, ".envsnap-tmp-*")) {
      for (Path leftover : leftovers) {
        Files.deleteIfExists(leftover);
      }
    }
  }

  /** What the scan compares with. */
  public Optional<Inventory> inventoryIfTaken() throws IOException {
    return Files.exists(manifest()) ? Optional.of(Inventory.load(inventory())) : Optional.empty();
  }

  private Path manifest() {
    return folder.resolve("baseline.json");
  }

  private Path inventory() {
    return folder.resolve("inventory.gz");
  }
}
