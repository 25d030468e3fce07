package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.ecosystem.FileMerge;
import io.envsnap.agent.ecosystem.InstallBench;
import io.envsnap.agent.ecosystem.Installer;
import io.envsnap.agent.ecosystem.MergeConflictException;
import io.envsnap.agent.process.CommandException;
import io.envsnap.agent.process.CommandResult;
import io.envsnap.spec.lockfile.Artifact;
import io.envsnap.spec.lockfile.EntryKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Installs packages by apt, all at once and in apt's own order, after it has said that it can: from
 * archives rebuilt of the snapshot, from the archives of this machine and the lockfile, or from the
 * addresses where they were found when they were recorded.
 */
final class AptInstaller implements Installer {
  private static final Path STATUS = Path.of("/var/lib/dpkg/status");

  /** {@code apt-get -s} names each package whose needs cannot be met, and what it needs. */
  private static final Pattern UNMET =
      Pattern.compile(
          "^ (\\S+) : ((?:Pre-?)?(?:Depends|Conflicts|Breaks)[^\n]*)", Pattern.MULTILINE);

  private static final int ROUNDS = 20;

  private final List<AptItem> items;
  private final List<PackageId> removals;
  private final List<AptConfigFile> settings;
  private final FileMerge status;
  private final Map<PackageId, String> wanted = new LinkedHashMap<>();

  /**
   * An installer of these.
   *
   * @param removals packages that go
   * @param settings sources and keys that come back with them
   * @param status dpkg's status as it will be when this is run
   */
  AptInstaller(
      List<AptItem> items,
      List<PackageId> removals,
      List<AptConfigFile> settings,
      FileMerge status) {
    this.items = List.copyOf(items);
    this.removals = List.copyOf(removals);
    this.settings = List.copyOf(settings);
    this.status = status;
  }

  private boolean needsUpstream() {
    return items.stream().anyMatch(item -> item.rebuilt().isEmpty());
  }

  @Override
  public Map<EntryKey, String> prepare(InstallBench bench) throws IOException {
    AptPrograms apt = new AptPrograms(bench);
    Map<EntryKey, String> failures = new TreeMap<>();
    try {
      Set<String> offered = new HashSet<>();
      if (needsUpstream()) {
        apt.copyOwn();
        addSettings(bench, apt, failures);
        apt.update();
        offered.addAll(offered(apt));
      }
      for (AptItem item : items) {
        Optional<String> problem = obtain(item, bench, apt, offered);
        problem.ifPresent(said -> failures.put(item.key(), said));
      }
      Path later = bench.folder().resolve("status");
      Files.write(later, status.merge(Optional.of(Files.readAllBytes(STATUS))));
      simulate(apt, later, failures);
      if (!wanted.isEmpty() && needsUpstream()) {
        apt.fetch(words(), true, later).ifPresent(said -> fail(said, failures));
      }
    } catch (CommandException | MergeConflictException e) {
      fail(String.valueOf(e.getMessage()), failures);
    }
    return failures;
  }

  private void fail(String why, Map<EntryKey, String> failures) {
    items.forEach(item -> failures.putIfAbsent(item.key(), why));
    wanted.clear();
  }

  /** One bad line of a source would break every later call of apt, so each is tried by itself. */
  private void addSettings(InstallBench bench, AptPrograms apt, Map<EntryKey, String> failures)
      throws IOException {
    Path keys = Files.createDirectories(bench.folder().resolve("keys"));
    Map<String, String> moved = new TreeMap<>();
    moved.put("/etc/apt/", apt.settings() + "/");
    for (AptConfigFile file : settings) {
      String path = file.path().value();
      if (!file.isSources() && path.startsWith("/etc/apt/")) {
        Path place = apt.settings().resolve(path.substring("/etc/apt/".length()));
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
        Path place = apt.settings().resolve(file.path().value().substring("/etc/apt/".length()));
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

  /** Name and version of all that the lists offer of what is wanted. */
  private Set<String> offered(AptPrograms apt) throws IOException {
    List<String> names = items.stream().map(item -> item.id().name()).distinct().toList();
    Set<String> offered = new HashSet<>();
    for (String line : apt.versions(names)) {
      String[] cells = line.split("\\|", -1);
      if (cells.length >= 2) {
        offered.add(cells[0].strip() + " " + cells[1].strip());
      }
    }
    return offered;
  }

  private Optional<String> obtain(
      AptItem item, InstallBench bench, AptPrograms apt, Set<String> offered)
      throws IOException, CommandException {
    Path deb = apt.debs().resolve(item.file());
    if (item.rebuilt().isPresent()) {
      Path work = bench.folder().resolve("build-" + item.id());
      item.rebuilt().get().build(bench, work, deb);
      wanted.put(item.id(), deb.toString());
      return Optional.empty();
    }
    if (offered.contains(item.id().name() + " " + item.version())) {
      wanted.put(item.id(), item.name() + "=" + item.version());
      return Optional.empty();
    }
    Optional<String> url = item.artifact().flatMap(Artifact::url);
    Optional<String> sha256 = item.artifact().flatMap(Artifact::sha256).map(digest -> digest.hex());
    if (url.isPresent() && sha256.isPresent() && url.get().startsWith("http")) {
      Optional<String> problem = apt.download(url.get(), sha256.get(), deb);
      if (problem.isEmpty()) {
        wanted.put(item.id(), deb.toString());
        return Optional.empty();
      }
    }
    return Optional.of("no archive offers version " + item.version());
  }

  private List<String> words() {
    List<String> words = new ArrayList<>(wanted.values());
    removals.forEach(id -> words.add(id + "-"));
    return words;
  }

  /** Whatever cannot be met is taken out, until apt says that the rest can be installed. */
  private void simulate(AptPrograms apt, Path later, Map<EntryKey, String> failures)
      throws IOException, CommandException {
    for (int round = 0; round < ROUNDS && !wanted.isEmpty(); round++) {
      CommandResult result = apt.simulate(words(), needsUpstream(), later);
      if (result.succeeded()) {
        return;
      }
      boolean fewer = false;
      Matcher matcher = UNMET.matcher(result.text());
      while (matcher.find()) {
        String name = matcher.group(1);
        for (AptItem item : items) {
          boolean meant = item.id().name().equals(name) || item.id().toString().equals(name);
          if (meant && wanted.remove(item.id()) != null) {
            failures.put(item.key(), matcher.group(2).strip().replaceAll("\\s+", " "));
            fewer = true;
          }
        }
      }
      if (!fewer) {
        fail(AptPrograms.said(result), failures);
      }
    }
  }

  @Override
  public Map<EntryKey, String> install(InstallBench bench) throws IOException {
    Map<EntryKey, String> failures = new TreeMap<>();
    if (wanted.isEmpty() && removals.isEmpty()) {
      return failures;
    }
    AptPrograms apt = new AptPrograms(bench);
    Optional<String> problem = apt.run(words(), needsUpstream());
    List<String> automatic = new ArrayList<>(List.of("apt-mark", "auto"));
    List<String> held = new ArrayList<>(List.of("apt-mark", "hold"));
    for (AptItem item : items) {
      if (wanted.containsKey(item.id())) {
        problem.ifPresent(said -> failures.put(item.key(), said));
        if (item.automatic()) {
          automatic.add(item.name());
        }
        if (item.held()) {
          held.add(item.name());
        }
      }
    }
    for (List<String> words : List.of(automatic, held)) {
      if (words.size() > 2 && problem.isEmpty()) {
        apt.problem(words);
      }
    }
    return failures;
  }
}
