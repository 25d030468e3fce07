package io.envsnap.agent.record;

import io.envsnap.spec.lockfile.Artifact;
import io.envsnap.spec.lockfile.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Says of a package in so many words what of its origin nobody could tell, so that a reader need
 * not guess whether it was looked for.
 *
 * @param watched whether the session is watched; of another one nothing can be expected
 */
record Untold(boolean watched) {
  private static final String UNTOLD = "untold";
  private static final Pattern ARCHIVE =
      Pattern.compile(".*\\.(?:whl|tar\\.gz|tar\\.bz2|tar\\.xz|tgz|zip)");

  /** The entry, with the names of what is not known of it. */
  Entry addTo(Entry entry) {
    boolean there = entry.key().kind().equals("packages") && entry.attribute("state").isEmpty();
    if (!watched || !there || entry.version().isEmpty()) {
      return entry;
    }
    List<String> missing =
        switch (entry.key().ecosystem().value()) {
          case "apt" -> missing(entry, "source", false);
          case "pip" -> isFolder(entry) ? List.of() : missing(entry, "index", isDirect(entry));
          default -> List.of();
        };
    SortedMap<String, String> attributes = new TreeMap<>(entry.attributes());
    attributes.remove(UNTOLD);
    if (!missing.isEmpty()) {
      attributes.put(UNTOLD, String.join(" ", missing));
    }
    return new Entry(
        entry.key(), entry.version(), entry.requested(), entry.artifacts(), attributes);
  }

  /** Sources that lie somewhere, or a commit: nothing was fetched as a file. */
  private static boolean isFolder(Entry entry) {
    return !entry.attribute("vcs").isEmpty()
        || !entry.attribute("editable").isEmpty()
        || (isDirect(entry) && !ARCHIVE.matcher(entry.attribute("direct")).matches());
  }

  private static boolean isDirect(Entry entry) {
    return !entry.attribute("direct").isEmpty();
  }

  /** A file that somebody had at hand came from no archive; its address is another matter. */
  private static List<String> missing(Entry entry, String archive, boolean direct) {
    boolean local = !entry.attribute("from").isEmpty();
    boolean apt = archive.equals("source");
    List<String> missing = new ArrayList<>();
    if (!direct && !local && entry.attribute(archive).isEmpty()) {
      missing.add(archive);
    }
    if (!direct
        && (apt || !local)
        && entry.artifacts().stream().map(Artifact::url).allMatch(url -> url.isEmpty())) {
      missing.add("url");
    }
    if (entry.artifacts().stream().map(Artifact::sha256).allMatch(digest -> digest.isEmpty())) {
      missing.add("sha256");
    }
    return missing;
  }
}
