package io.envsnap.agent.record;

import static java.util.stream.Collectors.joining;

import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.journal.Origin;
import io.envsnap.spec.journal.Told;
import io.envsnap.spec.journal.UsedFile;
import io.envsnap.spec.lockfile.Artifact;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.lockfile.Lockfile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Adds to entries where their bytes came from: as the command said that installed them, else as an
 * earlier lockfile said of the very same entry. It adds to what the machine has, and never an
 * entry.
 */
final class Provenance {
  private static final String SDIST = ".*\\.(?:tar\\.gz|tar\\.bz2|tar\\.xz|tgz|zip)";
  private static final String BUILT = "built";
  private static final String BY = "by";
  private static final String FROM = "from";
  private static final String USED = "used";
  private static final List<String> KEPT =
      List.of("index", BUILT, "extras", "source", BY, FROM, USED);

  private final Map<String, List<Known>> origins = new HashMap<>();
  private final Explained explained;
  private final Untold untold;
  private final Map<EntryKey, Entry> earlier = new HashMap<>();

  /** What one command said of one thing. */
  private record Known(Origin origin, List<UsedFile> used) {}

  /**
   * What is known.
   *
   * @param story what the journal tells; a later install of the same thing counts
   * @param continued the lockfiles that this record continues
   */
  Provenance(SessionStory story, List<Lockfile> continued) {
    for (Lockfile lockfile : continued) {
      lockfile.entries().forEach(entry -> earlier.put(entry.key(), entry));
    }
    this.explained = new Explained(story.told(), story.watched());
    this.untold = new Untold(story.watched());
    for (Told one : story.told()) {
      for (Origin origin : one.origins()) {
        String key = key(family(one.by()), origin.name(), origin.version());
        origins.computeIfAbsent(key, name -> new ArrayList<>()).add(new Known(origin, one.used()));
      }
    }
  }

  /** The entries, with what is known of them added. */
  List<Entry> addTo(List<Entry> entries) {
    return entries.stream().map(this::addTo).map(untold::addTo).toList();
  }

  private Entry addTo(Entry entry) {
    Optional<Known> known = known(entry);
    if (known.isPresent()) {
      return described(entry, known.get());
    }
    Entry before = earlier.get(entry.key());
    if (before == null || !before.version().equals(entry.version())) {
      return explained.isUnknown(entry) ? byUnknown(entry) : entry;
    }
    SortedMap<String, String> attributes = new TreeMap<>(before.attributes());
    attributes.keySet().retainAll(KEPT);
    attributes.putAll(entry.attributes());
    return with(
        entry, isPlain(entry.artifacts()) ? before.artifacts() : entry.artifacts(), attributes);
  }

  /** The last command that said that it put this into this very scope. */
  private Optional<Known> known(Entry entry) {
    EntryKey key = entry.key();
    Optional<Known> found = Optional.empty();
    for (Known one :
        origins.getOrDefault(
            key(key.ecosystem().value(), key.name(), entry.version()), List.of())) {
      if (one.origin().into().isEmpty() || one.origin().into().contains(key.scope())) {
        found = Optional.of(one);
      }
    }
    return found;
  }

  /** Whether nobody could fetch what these say. */
  private static boolean isPlain(List<Artifact> artifacts) {
    return artifacts.stream()
        .allMatch(artifact -> artifact.url().isEmpty() && artifact.sha256().isEmpty());
  }

  private static Entry byUnknown(Entry entry) {
    SortedMap<String, String> attributes = new TreeMap<>(entry.attributes());
    attributes.put(BY, "unknown");
    return with(entry, entry.artifacts(), attributes);
  }

  private static Entry described(Entry entry, Known known) {
    Origin origin = known.origin();
    SortedMap<String, String> attributes = new TreeMap<>(origin.described());
    if (!known.used().isEmpty()) {
      attributes.put(USED, known.used().stream().map(Provenance::spoken).collect(joining(", ")));
    }
    attributes.putAll(entry.attributes());
    String file = origin.url().substring(origin.url().lastIndexOf('/') + 1).replace("%2B", "+");
    boolean web = origin.url().startsWith("http");
    boolean sdist = file.matches(SDIST);
    if (!file.endsWith(".whl") && !file.endsWith(".deb") && !sdist) {
      return with(entry, entry.artifacts(), attributes);
    }
    if (sdist) {
      attributes.put(BUILT, "here");
    }
    if (!web && origin.url().startsWith("file:///")) {
      attributes.put(FROM, origin.url().substring("file://".length()));
    }
    Optional<Digest> sha256 =
        origin.sha256().matches("[0-9a-f]{64}")
            ? Optional.of(new Digest(origin.sha256()))
            : Optional.empty();
    boolean offered =
        sha256.isPresent()
            && entry.artifacts().stream().anyMatch(one -> one.sha256().equals(sha256));
    Artifact artifact =
        new Artifact(
            file, web ? Optional.of(origin.url()) : origin.download(), sha256, origin.size());
    return with(entry, offered ? entry.artifacts() : List.of(artifact), attributes);
  }

  private static Entry with(
      Entry entry, List<Artifact> artifacts, SortedMap<String, String> attributes) {
    return new Entry(entry.key(), entry.version(), entry.requested(), artifacts, attributes);
  }

  /** What was read is not there any more when its path says {@code /dev/fd/63}. */
  private static String spoken(UsedFile file) {
    String digest = file.sha256();
    return file.path() + (digest.isEmpty() ? "" : " sha256:" + digest);
  }

  /** The ecosystem whose things a program installs. */
  private static String family(String by) {
    return switch (by) {
      case "dpkg" -> "apt";
      case "uv", "conda" -> "pip";
      default -> by;
    };
  }

  private static String key(String ecosystem, String name, String version) {
    return ecosystem
        + " "
        + name.toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-")
        + " "
        + version;
  }
}
