package io.envsnap.agent.ecosystem.pip;

import io.envsnap.spec.lockfile.Artifact;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.redact.SafeUrl;
import io.envsnap.spec.snapshot.TreePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What pip is told about one distribution.
 *
 * @param key its entry
 * @param text the requirement, such as {@code six==1.16.0} or {@code six @ git+https://…@commit}
 * @param sha256 the one digest that its archive may have; empty where nobody knows it
 * @param kind where it comes from
 * @param indexes addresses of indexes that it came from
 * @param links addresses of archives that may serve where the index has lost it
 * @param requested whether a person asked for it
 */
record PipRequirement(
    EntryKey key,
    String text,
    String sha256,
    Kind kind,
    List<String> indexes,
    List<String> links,
    boolean requested) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?");
  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.!+_-]*");
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40,64}");

  /** No white space, which would begin an option in a requirements file, and no own fragment. */
  private static final Pattern ADDRESS = Pattern.compile("(?:https?|ssh)://[^\\s#;]+");

  /** Where a distribution comes from. */
  enum Kind {
    /** An index. */
    INDEX,
    /** An address of its own, which it has to remember (PEP 610). */
    DIRECT,
    /** A wheel that is made of the snapshot. */
    REBUILT,
    /** Sources that stay where they lie. */
    EDITABLE
  }

  /** Takes its own copies. */
  PipRequirement {
    indexes = List.copyOf(indexes);
    links = List.copyOf(links);
  }

  /**
   * The requirement of an entry.
   *
   * @param sameTags whether an archive that was right for the recorded interpreter is right for the
   *     one here
   * @return empty when nobody but the recorded machine could have it
   */
  static Optional<PipRequirement> of(Entry entry, boolean sameTags) {
    String name = entry.key().name();
    if (!NAME.matcher(name).matches() || !VERSION.matcher(entry.version()).matches()) {
      return Optional.empty();
    }
    String direct = entry.attribute("direct");
    if (!entry.attribute("editable").isEmpty()) {
      return direct.startsWith("file:///") && direct.chars().noneMatch(Character::isISOControl)
          ? Optional.of(plain(entry, direct.substring("file://".length()), Kind.EDITABLE))
          : Optional.empty();
    }
    String commit = entry.attribute("commit");
    if (entry.attribute("vcs").equals("git") && !commit.isEmpty()) {
      return ADDRESS.matcher(direct).matches() && COMMIT.matcher(commit).matches()
          ? Optional.of(plain(entry, name + " @ git+" + direct + "@" + commit, Kind.DIRECT))
          : Optional.empty();
    }
    Optional<Artifact> archive = entry.artifacts().stream().findFirst();
    String sha256 =
        archive
            .filter(one -> sameTags || !isBound(one))
            .flatMap(Artifact::sha256)
            .map(digest -> digest.hex())
            .orElse("");
    if (!direct.isEmpty()) {
      return ADDRESS.matcher(direct).matches()
          ? Optional.of(
              new PipRequirement(
                  entry.key(),
                  name + " @ " + direct,
                  sha256,
                  Kind.DIRECT,
                  List.of(),
                  List.of(),
                  entry.requested()))
          : Optional.empty();
    }
    List<String> links = new ArrayList<>();
    entry.artifacts().forEach(one -> one.url().filter(PipRequirement::isWeb).ifPresent(links::add));
    List<String> indexes =
        List.of(entry.attribute("index").split(" ")).stream()
            .filter(PipRequirement::isWeb)
            .toList();
    return Optional.of(
        new PipRequirement(
            entry.key(),
            name + "==" + entry.version(),
            sha256,
            Kind.INDEX,
            known(indexes, archive.flatMap(Artifact::url)),
            links,
            entry.requested()));
  }

  /**
   * Of several indexes the one that has its files beside it, where the archive was one of these.
   */
  private static List<String> known(List<String> indexes, Optional<String> archive) {
    String site = archive.map(url -> SafeUrl.of(url).site()).orElse("");
    List<String> near =
        indexes.stream().filter(index -> SafeUrl.of(index).site().equals(site)).toList();
    return near.size() == 1 && !site.isEmpty() ? near : indexes;
  }

  /** The requirement of an entry whose wheel is made of the snapshot. */
  static Optional<PipRequirement> rebuilt(Entry entry) {
    String name = entry.key().name();
    return NAME.matcher(name).matches() && VERSION.matcher(entry.version()).matches()
        ? Optional.of(plain(entry, name + "==" + entry.version(), Kind.REBUILT))
        : Optional.empty();
  }

  /** What an entry stands on in its image, each in the version that the image had. */
  static List<PipRequirement> ofBase(Entry entry) {
    List<PipRequirement> all = new ArrayList<>();
    for (String word : entry.attribute(StandsOn.ATTRIBUTE).split(" ")) {
      String[] parts = word.split("==", 2);
      if (parts.length == 2
          && NAME.matcher(parts[0]).matches()
          && VERSION.matcher(parts[1]).matches()) {
        TreePath site = TreePath.of(entry.key().scope());
        all.add(pin(PipEcosystem.key(site, parts[0]), parts[1]));
      }
    }
    return all;
  }

  /** Exactly that version, from whichever index this machine uses. */
  static PipRequirement pin(EntryKey key, String version) {
    String text = key.name() + "==" + version;
    return new PipRequirement(key, text, "", Kind.INDEX, List.of(), List.of(), false);
  }

  private static PipRequirement plain(Entry entry, String text, Kind kind) {
    return new PipRequirement(entry.key(), text, "", kind, List.of(), List.of(), entry.requested());
  }

  private static boolean isWeb(String url) {
    return url.startsWith("http") && ADDRESS.matcher(url).matches();
  }

  /** Whether the archive is a wheel for one platform or one Python. */
  private static boolean isBound(Artifact archive) {
    return archive.file().endsWith(".whl")
        && !archive.file().matches(".*-py(?:2\\.py)?3-none-any\\.whl");
  }

  /** Whether an index may have it in another version; nobody else is known to. */
  boolean isRelaxable() {
    return kind == Kind.INDEX || kind == Kind.REBUILT;
  }

  /** The same, in another version: its own may be offered with other bytes than were recorded. */
  PipRequirement otherVersion() {
    String other = text.replace("==", "!=");
    return new PipRequirement(key, other, "", Kind.INDEX, indexes, List.of(), requested);
  }

  /** Whether only the index that it comes from tells that it is the recorded one. */
  boolean isByName() {
    return kind == Kind.INDEX && sha256.isEmpty() && !indexes.isEmpty();
  }

  /** The same, from one of its indexes alone. */
  PipRequirement from(String index) {
    return new PipRequirement(key, text, sha256, kind, List.of(index), links, requested);
  }

  /** Lines of a requirements file. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (!isByName()) {
      indexes.forEach(url -> lines.add("--extra-index-url " + url));
    }
    links.forEach(url -> lines.add("--find-links " + url));
    lines.add(sha256.isEmpty() ? text : text + " --hash=sha256:" + sha256);
    return lines;
  }
}
