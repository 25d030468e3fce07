package io.envsnap.agent.ecosystem.pip;

import io.envsnap.agent.ecosystem.Claim;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.TreePath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Distributions of the base that the session removed or replaced; known from a taken baseline only.
 */
final class RemovedDistributions {
  private final SortedSet<TreePath> deleted;
  private final SessionPaths paths;
  private final SortedMap<EntryKey, Entry> entries;
  private final Map<TreePath, EntryKey> bySite = new HashMap<>();

  RemovedDistributions(
      SortedSet<TreePath> deleted, SessionPaths paths, SortedMap<EntryKey, Entry> entries) {
    this.deleted = deleted;
    this.paths = paths;
    this.entries = entries;
  }

  void enter() {
    for (TreePath path : deleted) {
      TreePath info = path.parent().orElse(TreePath.ROOT);
      if (path.name().equals("METADATA") && info.name().endsWith(".dist-info")) {
        enter(info);
      }
    }
    for (TreePath path : deleted) {
      site(path).ifPresent(site -> owner(site, path).ifPresent(key -> claim(path, key)));
    }
  }

  private void enter(TreePath info) {
    String stem = info.name().substring(0, info.name().length() - ".dist-info".length());
    int dash = stem.indexOf('-');
    if (dash < 0) {
      return;
    }
    TreePath site = info.parent().orElse(TreePath.ROOT);
    EntryKey key = PipEcosystem.key(site, stem.substring(0, dash));
    String version = stem.substring(dash + 1);
    Entry known = entries.get(key);
    SortedMap<String, String> attributes =
        known == null ? new TreeMap<>() : new TreeMap<>(known.attributes());
    attributes.put(known == null ? "state" : "replaced", known == null ? "removed" : version);
    entries.put(
        key,
        known == null
            ? new Entry(key, version, true, List.of(), attributes)
            : new Entry(key, known.version(), known.requested(), known.artifacts(), attributes));
    bySite.putIfAbsent(site, key);
    paths.claimBelow(info, Claim.content(key));
    claim(info, key);
  }

  /** Whose a deleted file was: of what its folder is called, else of whatever was removed there. */
  private Optional<EntryKey> owner(TreePath site, TreePath path) {
    String rest = path.value().substring(site.value().length() + 1);
    int slash = rest.indexOf('/');
    String top = slash < 0 ? rest.replaceAll("\\..*", "") : rest.substring(0, slash);
    EntryKey named = PipEcosystem.key(site, top.replaceAll("\\.libs$", ""));
    return entries.containsKey(named) ? Optional.of(named) : Optional.ofNullable(bySite.get(site));
  }

  private Optional<TreePath> site(TreePath path) {
    Optional<TreePath> folder = path.parent();
    while (folder.isPresent() && !bySite.containsKey(folder.get())) {
      folder = folder.get().parent();
    }
    return folder;
  }

  private void claim(TreePath path, EntryKey key) {
    paths.claim(path, Claim.content(key));
  }
}
