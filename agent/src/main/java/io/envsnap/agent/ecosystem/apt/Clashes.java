package io.envsnap.agent.ecosystem.apt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds which installed package a newcomer could not live beside ({@code Conflicts}, {@code
 * Breaks}).
 */
final class Clashes {
  private final Map<String, List<Installed>> byName = new HashMap<>();
  private final Map<String, List<Dislike>> dislikes = new HashMap<>();

  private record Installed(PackageId id, String version, boolean provided) {}

  private record Dislike(PackageId by, Relations.Relation relation) {}

  /** Among the installed packages of this machine. */
  Clashes(DpkgStatus here) {
    here.installed().forEach(this::take);
  }

  private void take(PackageId id, Stanza stanza) {
    add(new Installed(id, stanza.value("Version"), false), id.name());
    for (Relations.Relation provided : Relations.all(stanza.value("Provides"))) {
      add(new Installed(id, provided.version(), true), provided.name());
    }
    for (Relations.Relation relation : disliked(stanza)) {
      dislikes
          .computeIfAbsent(relation.name(), any -> new ArrayList<>())
          .add(new Dislike(id, relation));
    }
  }

  private void add(Installed installed, String name) {
    byName.computeIfAbsent(name, any -> new ArrayList<>()).add(installed);
  }

  private static List<Relations.Relation> disliked(Stanza stanza) {
    List<Relations.Relation> all = new ArrayList<>(Relations.all(stanza.value("Conflicts")));
    all.addAll(Relations.all(stanza.value("Breaks")));
    return all;
  }

  /**
   * The first package that stays and does not go together with this one.
   *
   * @param leaving packages that will be replaced or removed
   */
  Optional<PackageId> of(Stanza newcomer, Set<PackageId> leaving) {
    String name = newcomer.value("Package");
    for (Relations.Relation relation : disliked(newcomer)) {
      for (Installed one : byName.getOrDefault(relation.name(), List.of())) {
        if (stays(one.id(), name, leaving) && meets(relation, one.version(), one.provided())) {
          return Optional.of(one.id());
        }
      }
    }
    Optional<PackageId> byItsName =
        disliking(name, newcomer.value("Version"), false, name, leaving);
    if (byItsName.isPresent()) {
      return byItsName;
    }
    return Relations.all(newcomer.value("Provides")).stream()
        .map(given -> disliking(given.name(), given.version(), true, name, leaving))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<PackageId> disliking(
      String name, String version, boolean provided, String newcomer, Set<PackageId> leaving) {
    return dislikes.getOrDefault(name, List.of()).stream()
        .filter(dislike -> stays(dislike.by(), newcomer, leaving))
        .filter(dislike -> meets(dislike.relation(), version, provided))
        .map(Dislike::by)
        .findFirst();
  }

  private static boolean stays(PackageId id, String newcomer, Set<PackageId> leaving) {
    return !id.name().equals(newcomer) && !leaving.contains(id);
  }

  /** A relation with a version means a provider only where that names a version (Policy 7.5). */
  private static boolean meets(Relations.Relation relation, String version, boolean provided) {
    boolean unversioned = provided && version.isEmpty();
    return unversioned ? relation.operator().isEmpty() : relation.meets(version);
  }
}
