package io.envsnap.agent.restore;

import io.envsnap.agent.ecosystem.Ecosystem;
import io.envsnap.spec.lockfile.EcosystemId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Puts ecosystems in the order in which their entries come back. */
final class RestoreOrder {
  private RestoreOrder() {}

  /**
   * Each after those that it must follow; ecosystems that are not here need not be waited for.
   *
   * @throws IllegalArgumentException when they wait for each other
   */
  static List<Ecosystem> of(List<Ecosystem> ecosystems) {
    Set<EcosystemId> present = new HashSet<>();
    ecosystems.forEach(ecosystem -> present.add(ecosystem.id()));
    List<Ecosystem> waiting = new ArrayList<>(ecosystems);
    List<Ecosystem> ordered = new ArrayList<>();
    Set<EcosystemId> done = new HashSet<>();
    while (!waiting.isEmpty()) {
      Ecosystem next =
          waiting.stream()
              .filter(
                  candidate ->
                      candidate.restoresAfter().stream()
                          .allMatch(before -> done.contains(before) || !present.contains(before)))
              .findFirst()
              .orElseThrow(
                  () -> new IllegalArgumentException("ecosystems wait for each other: " + waiting));
      waiting.remove(next);
      ordered.add(next);
      done.add(next.id());
    }
    return ordered;
  }
}
