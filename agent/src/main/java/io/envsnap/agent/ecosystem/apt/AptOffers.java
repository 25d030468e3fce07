package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.process.CommandException;
import io.envsnap.spec.lockfile.EntryKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What archives offer of some packages: those of this machine and of the lockfile, and, where these
 * have lost a version, the same archives as they were.
 */
final class AptOffers {
  private static final String OWN = "/etc/apt/";

  private final AptPrograms apt;
  private final Path folder;
  private final List<AptConfigFile> settings;
  private final List<String> names;
  private final Set<String> offered = new HashSet<>();
  private boolean open;

  /**
   * Nothing is asked yet.
   *
   * @param folder for keys
   * @param settings sources and keys beside this machine's own
   * @param names of packages
   */
  AptOffers(AptPrograms apt, Path folder, List<AptConfigFile> settings, List<String> names) {
    this.apt = apt;
    this.folder = folder;
    this.settings = List.copyOf(settings);
    this.names = names.stream().distinct().toList();
  }

  boolean isOpen() {
    return open;
  }

  /** Whether any version of it is offered. */
  boolean has(String name) {
    return offered.contains(name);
  }

  boolean has(String name, String version) {
    return offered.contains(name + " " + version);
  }

  /** Fetches lists; gives the sources that cannot be used. */
  Map<EntryKey, String> open() throws IOException, CommandException {
    Map<EntryKey, String> failures = new TreeMap<>();
    if (!open) {
      open = true;
      apt.copyOwn();
      addSettings(failures);
      apt.update(false);
      ask();
    }
    return failures;
  }

  /**
   * Adds what archives had at that moment.
   *
   * @param hosts whose archives are meant; empty for all
   */
  void openDated(Instant moment, Set<String> hosts) throws IOException {
    DatedArchives known = DatedArchives.of(apt.configuration());
    DatedArchives archives = hosts.isEmpty() ? known : known.of(hosts);
    boolean any = false;
    try (Stream<Path> all = Files.walk(apt.settings())) {
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        String name = file.getFileName().toString();
        boolean lines = name.endsWith(".list");
        if (lines || name.endsWith(".sources")) {
          String text = Files.readString(file, StandardCharsets.ISO_8859_1);
          Optional<String> then = archives.at(text, lines, moment);
          if (then.isPresent()) {
            Path parts = Files.createDirectories(apt.settings().resolve("sources.list.d"));
            Path place = parts.resolve("envsnap-dated-" + name);
            Files.writeString(place, then.get(), StandardCharsets.ISO_8859_1);
            any = true;
          }
        }
      }
    }
    if (any) {
      // A list of the past is past its date; its signature is checked all the same.
      apt.update(true);
      ask();
    }
  }

  /** One bad line of a source would break every later call of apt, so each is tried by itself. */
  private void addSettings(Map<EntryKey, String> failures) throws IOException {
    Path keys = Files.createDirectories(folder.resolve("keys"));
    Map<String, String> moved = new TreeMap<>();
    moved.put(OWN, apt.settings() + "/");
    for (AptConfigFile file : settings) {
      String path = file.path().value();
      if (!file.isSources() && path.startsWith(OWN)) {
        Path place = apt.settings().resolve(path.substring(OWN.length()));
        Files.createDirectories(place.getParent());
        Files.write(place, file.bytes());
      } else if (!file.isSources()) {
        Path place = keys.resolve(moved.size() + "-" + file.path().name());
        Files.write(place, file.bytes());
        moved.put(path, place.toString());
      }
    }
    for (AptConfigFile file : settings) {
      if (file.isSources()) {
        String text = new String(file.bytes(), StandardCharsets.ISO_8859_1);
        for (Map.Entry<String, String> one : moved.entrySet()) {
          text = text.replace(one.getKey(), one.getValue());
        }
        Path place = apt.settings().resolve(file.path().value().substring(OWN.length()));
        Files.createDirectories(place.getParent());
        Files.write(place, text.getBytes(StandardCharsets.ISO_8859_1));
        Optional<String> problem =
            place.getFileName().toString().equals("sources.list")
                ? Optional.empty()
                : apt.problemOf(place);
        if (problem.isPresent()) {
          Files.delete(place);
          failures.put(file.key(), "apt cannot read it: " + problem.get());
        }
      }
    }
  }

  private void ask() {
    for (String line : apt.versions(names)) {
      String[] cells = line.split("\\|", -1);
      if (cells.length >= 2) {
        String name = cells[0].strip().replaceFirst(":.*", "");
        offered.add(name);
        offered.add(name + " " + cells[1].strip());
      }
    }
  }
}
