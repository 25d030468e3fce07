package io.envsnap.agent.baseline;

import io.envsnap.agent.concurrent.Meanwhile;
import io.envsnap.agent.disk.NotPermittedException;
import io.envsnap.agent.disk.WholeFile;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.agent.tree.Inventory;
import io.envsnap.agent.tree.SessionTime;
import io.envsnap.spec.codec.FormatException;
import io.envsnap.spec.redact.SecretScan;
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
  private static final int FILE_LIMIT = 64 << 20;

  /** Whether one was taken on this machine. */
  public boolean isTaken() {
    return Files.exists(manifestFile());
  }

  /**
   * The baseline that was taken on this machine.
   *
   * @return empty when none was
   * @throws IOException when there is one that cannot be read
   */
  public Optional<Baseline> load() throws IOException {
    Optional<BaselineManifest> manifest = manifest();
    if (manifest.isEmpty()) {
      return Optional.empty();
    }
    Map<TreePath, byte[]> files = new HashMap<>();
    int number = 0;
    for (TreePath path : manifest.get().files()) {
      files.put(path, Files.readAllBytes(folder.resolve("file-" + number)));
      number++;
    }
    return Optional.of(baseline(manifest.get(), Inventory.load(inventory()), files));
  }

  private static Baseline baseline(
      BaselineManifest manifest, Inventory inventory, Map<TreePath, byte[]> files) {
    // What is saved is so already, but for what an older build has saved.
    return new TakenBaseline(
        manifest.session(),
        manifest.complete(),
        known(inventory, manifest.session(), manifest.complete()),
        files);
  }

  private static Inventory known(Inventory inventory, SessionTime session, boolean complete) {
    return complete ? inventory : inventory.before(session);
  }

  /**
   * Takes the baseline now and keeps it.
   *
   * @param session when the session was at work
   * @param complete whether it has done nothing yet
   * @param inventory every watched path as it is now
   * @param tree this machine's files
   * @param wanted files whose bytes are kept
   */
  public Baseline take(
      SessionTime session,
      boolean complete,
      Inventory inventory,
      HostTree tree,
      List<TreePath> wanted)
      throws IOException {
    Files.createDirectories(folder);
    removeLeftovers();
    Inventory known = known(inventory, session, complete);
    SortedMap<TreePath, byte[]> files;
    try (Meanwhile<Inventory, IOException> saving =
        Meanwhile.begin(IOException.class, () -> saved(known))) {
      files = keep(tree, wanted);
      saving.get();
    }
    BaselineManifest manifest =
        new BaselineManifest(session, complete, List.copyOf(files.keySet()));
    WholeFile.write(manifestFile(), manifest.write());
    return baseline(manifest, known, files);
  }

  private Inventory saved(Inventory inventory) throws IOException {
    inventory.save(inventory());
    return inventory;
  }

  private SortedMap<TreePath, byte[]> keep(HostTree tree, List<TreePath> wanted)
      throws IOException {
    SortedMap<TreePath, byte[]> files = new TreeMap<>();
    for (TreePath path : wanted) {
      Optional<byte[]> bytes = readable(tree, path);
      // A file that holds a secret is not copied even here: its original counts as unknown.
      if (bytes.isPresent() && SecretScan.find(bytes.get()) instanceof SecretScan.Clean) {
        files.put(path, bytes.get());
      }
    }
    int number = 0;
    for (byte[] bytes : files.values()) {
      WholeFile.write(folder.resolve("file-" + number), bytes);
      number++;
    }
    return files;
  }

  /** What this user may not read, it cannot have changed in its session. */
  private static Optional<byte[]> readable(HostTree tree, TreePath path) throws IOException {
    try {
      return tree.read(tree.resolveParents(path), FILE_LIMIT);
    } catch (NotPermittedException e) {
      return Optional.empty();
    }
  }

  /** What a run that was killed in the middle left half-written. */
  private void removeLeftovers() throws IOException {
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, ".envsnap-tmp-*")) {
      for (Path leftover : leftovers) {
        Files.deleteIfExists(leftover);
      }
    }
  }

  private Optional<BaselineManifest> manifest() throws IOException {
    if (!Files.exists(manifestFile())) {
      return Optional.empty();
    }
    try {
      return Optional.of(BaselineManifest.read(Files.readAllBytes(manifestFile())));
    } catch (FormatException | IllegalArgumentException e) {
      throw new IOException("the baseline in `" + folder + "` cannot be read", e);
    }
  }

  private Path manifestFile() {
    return folder.resolve("baseline.json");
  }

  private Path inventory() {
    return folder.resolve("inventory.gz");
  }
}
