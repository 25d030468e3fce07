package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.ecosystem.Capture;
import io.envsnap.agent.ecosystem.Claim;
import io.envsnap.agent.tree.Changes;
import io.envsnap.agent.tree.PathTable;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.lockfile.LeftOut;
import io.envsnap.spec.lockfile.Need;
import io.envsnap.spec.snapshot.TreePath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Collects what apt says of a session. A path goes to the first who takes it. */
final class Findings {
  private final Changes changes;
  private final Set<TreePath> elsewhere;
  private final List<Entry> entries = new ArrayList<>();
  private final Map<TreePath, Claim> claims;
  private final Set<TreePath> absorbed = new HashSet<>();
  private final Map<TreePath, byte[]> substitutes = new HashMap<>();
  private final Map<String, byte[]> parts = new TreeMap<>();
  private final List<Need> needs = new ArrayList<>();
  private final List<LeftOut> leftOut = new ArrayList<>();

  /**
   * Nothing yet.
   *
   * @param elsewhere paths that another ecosystem has
   */
  Findings(Changes changes, Set<TreePath> elsewhere) {
    this.changes = changes;
    this.claims = new PathTable<>(changes.changed());
    this.elsewhere = elsewhere;
  }

  void entry(Entry entry) {
    entries.add(entry);
  }

  /** Adds a plain entry of that key unless there is one. */
  void ensureEntry(EntryKey key) {
    if (entries.stream().noneMatch(entry -> entry.key().equals(key))) {
      entries.add(new Entry(key, "", false, List.of(), Collections.emptySortedMap()));
    }
  }

  /** Whether the session changed or deleted the path and nobody has taken it yet. */
  boolean isFree(TreePath path) {
    return (changes.touched(path) || changes.deleted().contains(path))
        && !claims.containsKey(path)
        && !absorbed.contains(path)
        && !elsewhere.contains(path);
  }

  /** Claims the path if it is free. */
  boolean claim(TreePath path, Claim claim) {
    boolean free = isFree(path);
    if (free) {
      claims.put(path, claim);
    }
    return free;
  }

  void absorb(TreePath path) {
    if (isFree(path)) {
      absorbed.add(path);
    }
  }

  boolean isAbsorbed(TreePath path) {
    return absorbed.contains(path);
  }

  /** Records these bytes in place of what lies at a claimed path. */
  void substitute(TreePath path, byte[] bytes) {
    substitutes.put(path, bytes);
  }

  /** Keeps a part; one without content is not worth its name. */
  void part(String name, byte[] bytes) {
    if (bytes.length > 0) {
      parts.put(name, bytes);
    }
  }

  void need(Need need) {
    needs.add(need);
  }

  void leaveOut(LeftOut left) {
    leftOut.add(left);
  }

  /** Whether some entry has claimed a path. */
  boolean isClaimedBy(EntryKey key) {
    return claims.values().stream().anyMatch(claim -> claim.entry().equals(key));
  }

  Capture capture() {
    return new Capture(entries, claims, absorbed, substitutes, parts, needs, leftOut);
  }
}
