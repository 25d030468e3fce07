package io.envsnap.agent.ecosystem.apt;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Decides which packages may come back by their files (rung 2): those for which this machine's base
 * is, as far as they need it, the recorded one.
 */
final class Eligibility {
  private final Map<PackageId, PackageChange> wanted;
  private final Dependencies needs;
  private final Map<PackageId, String> base;
  private final DpkgStatus here;
  private final Set<PackageId> unfinished;
  private final Clashes clashes;
  private final Dependencies needsHere;
  private final Map<PackageId, String> reasons = new TreeMap<>();

  /**
   * With everything that the decision hangs on.
   *
   * @param wanted what the session did to the packages that shall come back
   * @param needs what needs what, as it was recorded
   * @param base recorded versions of all other packages that those need; empty text where any will
   *     do
   * @param here this machine's packages
   */
  Eligibility(
      Map<PackageId, PackageChange> wanted,
      Dependencies needs,
      Map<PackageId, String> base,
      DpkgStatus here) {
    this.wanted = Map.copyOf(wanted);
    this.needs = needs;
    this.base = Map.copyOf(base);
    this.here = here;
    this.unfinished = here.unfinished();
    this.clashes = new Clashes(here);
    this.needsHere = Dependencies.of(here);
  }

  /**
   * Packages that cannot come back by their files, each with one clause that says why.
   *
   * @param known reasons found elsewhere, such as a file that belongs to another package here
   */
  Map<PackageId, String> refusals(Map<PackageId, String> known) {
    reasons.clear();
    reasons.putAll(known);
    for (PackageChange change : wanted.values()) {
      ownReason(change).ifPresent(reason -> reasons.putIfAbsent(change.id(), reason));
    }
    Map<PackageId, String> facts = new TreeMap<>(reasons);
    for (PackageId id : needs.closure(installs())) {
      if (!wanted.containsKey(id)) {
        skew(id).ifPresent(fact -> facts.put(id, fact));
      }
    }
    spread(facts);
    return new TreeMap<>(reasons);
  }

  private List<PackageId> installs() {
    return wanted.values().stream()
        .filter(PackageChange::isInstalled)
        .map(PackageChange::id)
        .toList();
  }

  private Optional<String> ownReason(PackageChange change) {
    if (unfinished.contains(change.id())) {
      return Optional.of(
          "`" + change.id() + "` is half installed here; run `dpkg --configure -a` first");
    }
    if (StatusMerge.relation(change, here) == StatusMerge.Relation.CONFLICT) {
      return StatusMerge.present(change, here).map(stanza -> differs(change, stanza));
    }
    if (change.isInstalled()) {
      return clashes
          .of(change.now().orElseThrow(), wanted.keySet())
          .map(other -> "it conflicts with `" + other + "`, which is installed here");
    }
    return StatusMerge.present(change, here).flatMap(stanza -> neededBy(change.id()));
  }

  private static String differs(PackageChange change, Stanza present) {
    if (!change.isInstalled() && change.replaced().isEmpty()) {
      return "this machine has `" + change.id() + "` for itself";
    }
    String version = present.value("Version");
    String was = change.isInstalled() ? change.version() : change.replaced();
    return version.equals(was)
        ? "`" + change.id() + "` " + version + " is another build here"
        : "`" + change.id() + "` is " + version + " here and was " + was;
  }

  /** A removal must not pull the ground from under a package that this machine has for itself. */
  private Optional<String> neededBy(PackageId removed) {
    return here.installed().keySet().stream()
        .filter(id -> !wanted.containsKey(id))
        .filter(id -> needsHere.needs().getOrDefault(id, Set.of()).contains(removed))
        .map(id -> "`" + id + "` needs it here")
        .findFirst();
  }

  /** How a package that is needed, and does not come back itself, differs here. */
  private Optional<String> skew(PackageId id) {
    String recorded = base.getOrDefault(id, "");
    Optional<String> version = here.installed(id).map(stanza -> stanza.value("Version"));
    if (version.isEmpty()) {
      return Optional.of("`" + id + "` is missing here");
    }
    return recorded.isEmpty() || version.get().equals(recorded)
        ? Optional.empty()
        : Optional.of("`" + id + "` is " + version.get() + " here and was " + recorded);
  }

  /** Whoever needs a package that is not as it was cannot come back either. */
  private void spread(Map<PackageId, String> facts) {
    Map<PackageId, Set<PackageId>> users = new HashMap<>();
    needs
        .needs()
        .forEach(
            (id, met) ->
                met.forEach(
                    need -> users.computeIfAbsent(need, n -> new LinkedHashSet<>()).add(id)));
    Deque<PackageId> open = new ArrayDeque<>(facts.keySet());
    while (!open.isEmpty()) {
      PackageId bad = open.poll();
      for (PackageId user : users.getOrDefault(bad, Set.of())) {
        if (comesBack(user) && facts.putIfAbsent(user, facts.get(bad)) == null) {
          reasons.putIfAbsent(user, facts.get(bad));
          open.add(user);
        }
      }
    }
    reasons.keySet().retainAll(wanted.keySet());
  }

  private boolean comesBack(PackageId id) {
    return !wanted.containsKey(id) || wanted.get(id).isInstalled();
  }
}
