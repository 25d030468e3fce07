package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.ecosystem.FileMerge;
import io.envsnap.agent.ecosystem.InstallBench;
import io.envsnap.agent.ecosystem.Installer;
import io.envsnap.agent.ecosystem.MergeConflictException;
import io.envsnap.agent.ecosystem.Prepared;
import io.envsnap.agent.process.CommandException;
import io.envsnap.agent.process.CommandResult;
import io.envsnap.spec.lockfile.Artifact;
import io.envsnap.spec.lockfile.EntryKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
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
  private final Optional<Instant> recorded;
  private final Map<PackageId, String> pins;
  private final List<String> architectures;
  private final Map<PackageId, String> wanted = new LinkedHashMap<>();
  private final List<String> automatic = new ArrayList<>();
  private boolean upstream;
  private String unpinned = "";

  /**
   * An installer of these.
   *
   * @param removals packages that go
   * @param settings sources and keys that come back with them
   * @param status dpkg's status as it will be when this is run
   * @param recorded a moment at which the archives had all of it
   * @param pins versions of base packages that come back beside
   * @param architectures all that dpkg will know by then; empty where it knows them now
   */
  AptInstaller(
      List<AptItem> items,
      List<PackageId> removals,
      List<AptConfigFile> settings,
      FileMerge status,
      Optional<Instant> recorded,
      Map<PackageId, String> pins,
      List<String> architectures) {
    this.items = List.copyOf(items);
    this.removals = List.copyOf(removals);
    this.settings = List.copyOf(settings);
    this.status = status;
    this.recorded = recorded;
    this.pins = new TreeMap<>(pins);
    this.architectures = List.copyOf(architectures);
  }

  @Override
  public Prepared prepare(InstallBench bench) throws IOException {
    AptPrograms apt = new AptPrograms(bench, architectures);
    Map<EntryKey, String> failures = new TreeMap<>();
    Map<EntryKey, String> relaxed = new TreeMap<>();
    List<String> names = new ArrayList<>();
    // Of what there is for another architecture only, apt tells by its full name alone.
    items.forEach(item -> names.addAll(List.of(item.id().name(), item.name())));
    pins.keySet().forEach(id -> names.add(id.name()));
    AptOffers offers = new AptOffers(apt, bench.folder(), settings, names);
    try {
      if (!pins.isEmpty() || items.stream().anyMatch(item -> item.rebuilt().isEmpty())) {
        failures.putAll(offers.open());
      }
      for (AptItem item : items) {
        obtain(item, bench, apt, offers).ifPresent(said -> failures.put(item.key(), said));
      }
      lookBack(offers, failures);
      pin(bench, apt, offers);
      Path later = bench.folder().resolve("status");
      Files.write(later, status.merge(Optional.of(Files.readAllBytes(STATUS))));
      upstream = offers.isOpen();
      simulate(apt, later, failures);
      if (!unpinned.isEmpty()) {
        bench.progress().warn("the base keeps its own versions: " + unpinned);
      }
      if (bench.relax() && items.stream().anyMatch(item -> failures.containsKey(item.key()))) {
        failures.putAll(offers.open());
        upstream = true;
        relaxed.putAll(relax(failures, offers));
        simulate(apt, later, failures);
      }
      if (!wanted.isEmpty() && upstream) {
        apt.fetch(words(), true, later).ifPresent(said -> fail(said, failures));
      }
    } catch (CommandException | MergeConflictException e) {
      fail(String.valueOf(e.getMessage()), failures);
    }
    relaxed.keySet().removeAll(failures.keySet());
    return new Prepared(failures, relaxed);
  }

  /** The base gets its recorded versions, as far as there are any archives that have them. */
  private void pin(InstallBench bench, AptPrograms apt, AptOffers offers) throws IOException {
    List<String> names = new ArrayList<>();
    List<String> held = apt.held();
    for (Map.Entry<PackageId, String> pin : pins.entrySet()) {
      String name = pin.getKey().name();
      String version = pin.getValue();
      if (held.contains(name) || held.contains(pin.getKey().toString())) {
        bench.progress().warn("the base keeps its own " + name + ": this machine has it on hold");
      } else if (offers.has(name, version)) {
        wanted.put(pin.getKey(), pin.getKey() + "=" + version);
        names.add(pin.getKey().toString());
      } else {
        bench
            .progress()
            .warn("no archive offers " + name + " " + version + ", so the base keeps its own");
      }
    }
    automatic.addAll(apt.automatic(names));
  }

  /** Asks dated archives only where the others have lost something, and only those it was in. */
  private void lookBack(AptOffers offers, Map<EntryKey, String> failures) throws IOException {
    List<AptItem> lost = items.stream().filter(item -> failures.containsKey(item.key())).toList();
    boolean pinsLost =
        pins.entrySet().stream().anyMatch(pin -> !offers.has(pin.getKey().name(), pin.getValue()));
    if (recorded.isEmpty() || (lost.isEmpty() && !pinsLost)) {
      return;
    }
    Set<String> hosts = new HashSet<>();
    boolean anywhere = pinsLost;
    for (AptItem item : lost) {
      Optional<String> host = item.artifact().flatMap(Artifact::url).flatMap(DatedArchives::host);
      host.ifPresent(hosts::add);
      anywhere |= host.isEmpty();
    }
    offers.openDated(recorded.get(), anywhere ? Set.of() : hosts);
    for (AptItem item : lost) {
      if (offers.has(item.id().name(), item.version())) {
        wanted.put(item.id(), item.name() + "=" + item.version());
        failures.remove(item.key());
      }
    }
  }

  /**
   * What cannot come in its version comes in the one that apt takes, where somebody asked for it;
   * all others come where what comes needs them.
   */
  private Map<EntryKey, String> relax(Map<EntryKey, String> failures, AptOffers offers) {
    Map<EntryKey, String> relaxed = new TreeMap<>();
    for (AptItem item : items) {
      if (!failures.containsKey(item.key())) {
        continue;
      }
      if (item.automatic()) {
        relaxed.put(item.key(), failures.remove(item.key()));
      } else if (offers.has(item.id().name())) {
        relaxed.put(item.key(), failures.remove(item.key()));
        wanted.put(item.id(), item.name());
      }
    }
    return relaxed;
  }

  private void fail(String why, Map<EntryKey, String> failures) {
    items.forEach(item -> failures.putIfAbsent(item.key(), why));
    wanted.clear();
  }

  private Optional<String> obtain(
      AptItem item, InstallBench bench, AptPrograms apt, AptOffers offers)
      throws IOException, CommandException {
    Path deb = apt.debs().resolve(item.file());
    if (item.rebuilt().isPresent()) {
      Path work = bench.folder().resolve("build-" + item.id());
      item.rebuilt().get().build(bench, work, deb);
      wanted.put(item.id(), deb.toString());
      return Optional.empty();
    }
    if (offers.has(item.id().name(), item.version())) {
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
      CommandResult result = apt.simulate(words(), upstream, later);
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
      if (!fewer && wanted.keySet().removeAll(pins.keySet())) {
        unpinned = AptPrograms.said(result);
      } else if (!fewer) {
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
    List<String> unasked = new ArrayList<>(List.of("apt-mark", "auto"));
    unasked.addAll(automatic);
    List<String> held = new ArrayList<>(List.of("apt-mark", "hold"));
    for (AptItem item : items) {
      if (wanted.containsKey(item.id())) {
        if (item.automatic()) {
          unasked.add(item.name());
        }
        if (item.held()) {
          held.add(item.name());
        }
      }
    }
    List<List<String>> marks = List.of(unasked, held).stream().filter(m -> m.size() > 2).toList();
    AptPrograms apt = new AptPrograms(bench, architectures);
    Optional<String> problem = apt.run(words(), upstream, marks);
    if (problem.isPresent()) {
      items.stream()
          .filter(item -> wanted.containsKey(item.id()))
          .forEach(item -> failures.put(item.key(), problem.get()));
    } else {
      marks.forEach(apt::problem);
    }
    return failures;
  }
}
