package io.envsnap.agent.ecosystem.pip;

import io.envsnap.agent.disk.ScratchFolder;
import io.envsnap.agent.disk.WholeFile;
import io.envsnap.agent.ecosystem.Export;
import io.envsnap.agent.ecosystem.RecordedContent;
import io.envsnap.agent.ecosystem.Wanted;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.lockfile.Artifact;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Writes the recorded distributions for pip and uv: one {@code pylock.toml} and one requirements
 * file for each place that they were installed in, and beside these the wheels of the snapshot.
 */
final class PipExport {
  private static final String WHEELS = "wheels";
  private static final String NOT_A_WHEEL = "it was not installed from a wheel";

  private final Wanted wanted;
  private final RecordedContent content;
  private final Path folder;
  private final Map<EntryKey, String> leftOut = new TreeMap<>();
  private final List<EntryKey> entries = new ArrayList<>();

  PipExport(Wanted wanted, RecordedContent content, Path folder) {
    this.wanted = wanted;
    this.content = content;
    this.folder = folder;
  }

  Export write() throws IOException {
    Map<String, List<Entry>> places = new LinkedHashMap<>();
    for (Entry entry : wanted.entries()) {
      if (entry.key().kind().equals(PipEcosystem.PACKAGES) && entry.attribute("state").isEmpty()) {
        places.computeIfAbsent(place(entry), key -> new ArrayList<>()).add(entry);
      }
    }
    List<String> files = new ArrayList<>();
    for (Map.Entry<String, String> named : PlaceNames.of(places.keySet()).entrySet()) {
      List<Entry> some = Objects.requireNonNull(places.get(named.getKey()));
      Map<String, LockedPackage> locked = new TreeMap<>();
      String python = "";
      for (Entry entry : some) {
        Optional<LockedPackage> one = lock(entry, locked);
        if (one.isPresent()) {
          locked.put(one.get().name(), one.get());
          entries.add(entry.key());
          python = isBound(one.get()) ? Interpreters.minorOf(site(entry)) : python;
        }
      }
      if (!locked.isEmpty()) {
        List<LockedPackage> packages = List.copyOf(locked.values());
        String suffix = named.getValue().isEmpty() ? "" : "." + named.getValue();
        put("pylock" + suffix + ".toml", PylockText.pylock(packages, python), files);
        put("requirements" + suffix + ".txt", PylockText.requirements(packages, WHEELS), files);
      }
    }
    return new Export(files, entries, leftOut);
  }

  private void put(String name, String text, List<String> files) throws IOException {
    WholeFile.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
    files.add(name);
  }

  private static TreePath site(Entry entry) {
    return TreePath.of(entry.key().scope());
  }

  /** Folders that one interpreter looks into are one place. */
  private static String place(Entry entry) {
    String environment = entry.attribute("environment");
    if (!environment.isEmpty()) {
      return environment;
    }
    String python = entry.attribute("python");
    return python.isEmpty() ? entry.key().scope() : PlaceNames.INTERPRETER + python;
  }

  private static boolean isBound(LockedPackage one) {
    return one.source().startsWith(WHEELS) && !one.source().contains("-none-any.whl");
  }

  private Optional<LockedPackage> lock(Entry entry, Map<String, LockedPackage> known)
      throws IOException {
    if (known.containsKey(entry.key().name())) {
      leftOut.put(entry.key(), "another folder of the same Python has it too");
      return Optional.empty();
    }
    if (!entry.attribute("editable").isEmpty()) {
      leftOut.put(entry.key(), "it was installed from sources that stay where they lie");
      return Optional.empty();
    }
    Optional<RebuiltWheel> wheel =
        entry.key().scope().startsWith("/")
            ? RebuiltWheel.of(site(entry), wanted.nodesOf(entry.key()))
            : Optional.empty();
    Optional<LockedPackage> locked =
        wheel.isPresent() ? rebuilt(entry, wheel.get()) : upstream(entry);
    if (locked.isEmpty()) {
      leftOut.putIfAbsent(entry.key(), NOT_A_WHEEL + ", and no address and digest of it are known");
    }
    return locked;
  }

  private Optional<LockedPackage> rebuilt(Entry entry, RebuiltWheel wheel) throws IOException {
    try (ScratchFolder scratch = ScratchFolder.in(folder)) {
      return rebuilt(entry, wheel, scratch.path());
    }
  }

  private Optional<LockedPackage> rebuilt(Entry entry, RebuiltWheel wheel, Path work) {
    try {
      Path made = wheel.make(content, work, work);
      String path = WHEELS + "/" + made.getFileName();
      Digest digest;
      try (InputStream in = Files.newInputStream(made)) {
        digest = Digest.of(in);
      }
      long bytes = Files.size(made);
      Files.createDirectories(folder.resolve(WHEELS));
      Files.move(made, folder.resolve(path), StandardCopyOption.REPLACE_EXISTING);
      return Optional.of(
          LockedPackage.beside(entry.key().name(), entry.version(), path, digest.hex(), bytes));
    } catch (IOException e) {
      leftOut.put(entry.key(), "its wheel cannot be made again: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<LockedPackage> upstream(Entry entry) {
    Optional<PipRequirement> requirement = PipRequirement.of(entry, true);
    if (requirement.isEmpty()) {
      return Optional.empty();
    }
    String name = entry.key().name();
    String commit = entry.attribute("commit");
    if (!commit.isEmpty()) {
      return Optional.of(
          LockedPackage.commit(name, entry.version(), entry.attribute("direct"), commit));
    }
    for (Artifact artifact : entry.artifacts()) {
      if (artifact.url().filter(url -> url.startsWith("http")).isPresent()
          && artifact.sha256().isPresent()) {
        return Optional.of(
            LockedPackage.at(
                name,
                entry.version(),
                artifact.url().get(),
                artifact.file(),
                artifact.sha256().get().hex(),
                artifact.size()));
      }
    }
    return Optional.empty();
  }
}
