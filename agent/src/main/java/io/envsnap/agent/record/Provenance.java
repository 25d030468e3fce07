package io.envsnap.agent.record;

import static java.util.stream.Collectors.joining;

import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.journal.Origin;
import io.envsnap.spec.journal.Told;
import io.envsnap.spec.journal.UsedFile;
import io.envsnap.spec.lockfile.Artifact;
import io.envsnap.spec.lockfile.EcosystemId;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.lockfile.Lockfile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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
  private static final String USED = "used";

  private final Map<String, Origin> origins = new HashMap<>();
  private final Map<String, List<UsedFile>> used = new HashMap<>();
  private final Explained explained;
  private final Map<EntryKey, Entry> earlier = new HashMap<>();

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
    for (Told one : story.told()) {
      for (Origin origin : one.origins()) {
        String key = key(one.by(), origin.name(), origin.version());
        origins.put(key, origin);
        used.put(key, one.used());
      }
    }
  }

  /** The entries, with what is known of them added. */
  List<Entry> addTo(List<Entry> entries) {
    return entries.stream().map(this::addTo).toList();
  }

  private Entry addTo(Entry entry) {
    EcosystemId ecosystem = entry.key().ecosystem();
    String key = key(ecosystem.value(), entry.key().name(), entry.version());
    Origin origin = origins.get(key);
    if (origin != null) {
      return described(entry, origin, used.getOrDefault(key, List.of()));
    }
    Entry before = earlier.get(entry.key());
    if (before == null || !before.version().equals(entry.version())) {
      return explained.isUnknown(entry) ? byUnknown(entry) : entry;
    }
    SortedMap<String, String> attributes = new TreeMap<>(before.attributes());
    attributes.keySet().retainAll(List.of("index", BUILT, "extras", "source", BY, USED));
    attributes.putAll(entry.attributes());
    return new Entry(
        entry.key(),
        entry.version(),
        entry.requested(),
        isPlain(entry.artifacts()) ? before.artifacts() : entry.artifacts(),
        attributes);
  }

  /** Whether nobody could fetch what these say. */
  private static boolean isPlain(List<Artifact> artifacts) {
    return artifacts.stream()
        .allMatch(artifact -> artifact.url().isEmpty() && artifact.sha256().isEmpty());
  }

  private static Entry byUnknown(Entry entry) {
    SortedMap<String, String> attributes = new TreeMap<>(entry.attributes());
    attributes.put(BY, "unknown");
    return new Entry(
        entry.key(), entry.version(), entry.requested(), entry.artifacts(), attributes);
  }

  private static Entry described(Entry entry, Origin origin, List<UsedFile> files) {
    SortedMap<String, String> attributes = new TreeMap<>(origin.attributes());
    attributes.remove("commit");
    if (!files.isEmpty()) {
      attributes.put(USED, files.stream().map(Provenance::spoken).collect(joining(", ")));
    }
    attributes.putAll(entry.attributes());
    String file = origin.url().substring(origin.url().lastIndexOf('/') + 1);
    boolean archive = file.endsWith(".whl") || file.matches(SDIST);
    if (!archive) {
      return new Entry(
          entry.key(), entry.version(), entry.requested(), entry.artifacts(), attributes);
    }
    if (!file.endsWith(".whl")) {
      attributes.put(BUILT, "here");
    }
    boolean web = origin.url().startsWith("http");
    Artifact artifact =
        new Artifact(
            file.replace("%2B", "+"),
            web ? Optional.of(origin.url()) : Optional.empty(),
            origin.sha256().matches("[0-9a-f]{64}")
                ? Optional.of(new Digest(origin.sha256()))
                : Optional.empty(),
            OptionalLong.empty());
    return new Entry(
        entry.key(), entry.version(), entry.requested(), List.of(artifact), attributes);
  }

  /** What was read is not there any more when its path says {@code /dev/fd/63}. */
  private static String spoken(UsedFile file) {
    String digest = file.sha256();
    return file.path() + (digest.isEmpty() ? "" : " sha256:" + digest);
  }

  private static String key(String ecosystem, String name, String version) {
    return ecosystem
        + " "
        + name.toLowerCase(java.util.Locale.ROOT).replaceAll("[-_.]+", "-")
        + " "
        + version;
  }
}
