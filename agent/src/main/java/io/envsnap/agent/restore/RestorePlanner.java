package io.envsnap.agent.restore;

import io.envsnap.agent.baseline.Baseline;
import io.envsnap.agent.concurrent.Meanwhile;
import io.envsnap.agent.disk.NotPermittedException;
import io.envsnap.agent.ecosystem.Ecosystem;
import io.envsnap.agent.ecosystem.EcosystemException;
import io.envsnap.agent.ecosystem.EcosystemPlan;
import io.envsnap.agent.ecosystem.PlanContext;
import io.envsnap.agent.ecosystem.Wanted;
import io.envsnap.agent.snapshot.OpenSnapshot;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.tree.DigestCache;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.agent.tree.OwnerLookup;
import io.envsnap.agent.tree.TreeCompare;
import io.envsnap.agent.verb.Pending;
import io.envsnap.agent.verb.Workbench;
import io.envsnap.spec.journal.Action;
import io.envsnap.spec.lockfile.EcosystemId;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Decides, entry by entry, how a lockfile comes back on this machine. Changes nothing. */
public final class RestorePlanner {
  private static final int UPSTREAM = 4;

  private final Workbench bench;
  private final HostTree tree;
  private final BaselineSource baselines;
  private final RestoreGuard guard;
  private final DigestCache digests;

  /** Where the baseline of this machine comes from; it may have to be taken first. */
  @FunctionalInterface
  interface BaselineSource {
    /** The baseline. */
    Baseline get() throws IOException;
  }

  /**
   * A planner for one machine.
   *
   * @param guard what no snapshot may write; may serve several planners
   * @param digests files that need not be read
   */
  RestorePlanner(
      Workbench bench,
      HostTree tree,
      BaselineSource baselines,
      RestoreGuard guard,
      DigestCache digests) {
    this.digests = digests;
    this.bench = bench;
    this.tree = tree;
    this.baselines = baselines;
    this.guard = guard;
  }

  /**
   * The plan for the selected entries of a source.
   *
   * @param ours recorded paths that this restore has placed already
   * @throws EcosystemException when an ecosystem cannot read this machine
   */
  RestorePlan plan(RestoreSource source, Selection selection, Latitude latitude, Set<TreePath> ours)
      throws EcosystemException, StoreException, IOException {
    List<Entry> entries = source.lockfile().entries().stream().filter(selection::includes).toList();
    Map<EntryKey, List<ClaimedNode>> nodes =
        source.snapshot().map(OpenSnapshot::nodesByEntry).orElse(Map.of());
    List<EntryKey> keys = entries.stream().map(Entry::key).toList();
    try (Comparison comparison = Comparison.begin(compare(), guard, keys, nodes)) {
      // The other processors compare meanwhile.
      Baseline baseline = baselines.get();
      PlanDraft draft =
          new PlanDraft(tree, baseline.session(), nodes, latitude, ours, guard, comparison);
      return plan(source, entries, nodes, context(baseline, latitude.pinBase()), draft);
    }
  }

  private RestorePlan plan(
      RestoreSource source,
      List<Entry> entries,
      Map<EntryKey, List<ClaimedNode>> nodes,
      PlanContext context,
      PlanDraft draft)
      throws EcosystemException, StoreException, IOException {
    List<Entry> known = new ArrayList<>();
    for (Entry entry : entries) {
      if (!isKnown(entry.key().ecosystem())) {
        draft.refuse(entry, UPSTREAM, "this envsnap knows no `" + entry.key().ecosystem() + "`");
      } else {
        known.add(entry);
      }
    }
    List<Begun> begun = new ArrayList<>();
    List<Planned> planned = new ArrayList<>();
    try {
      for (Ecosystem ecosystem : RestoreOrder.of(bench.ecosystems())) {
        begun.addAll(begin(ecosystem, source, known, nodes, context));
      }
      for (Begun one : begun) {
        try {
          planned.add(new Planned(one.entries(), one.plan().get()));
        } catch (EcosystemException e) {
          if (!(e.getCause() instanceof NotPermittedException)) {
            throw e;
          }
          String why = String.valueOf(e.getCause().getMessage());
          one.entries().forEach(entry -> draft.deny(entry, why));
        }
      }
    } finally {
      begun.forEach(one -> one.plan().close());
    }
    for (Planned one : planned) {
      draft.add(one.entries(), one.plan());
    }
    draft.baseHas(HostChanges.of(source.lockfile(), entries, bench.host().get()));
    return draft.finish();
  }

  /** Each ecosystem looks at what is its own, so none of them has to wait for another. */
  private static List<Begun> begin(
      Ecosystem ecosystem,
      RestoreSource source,
      List<Entry> known,
      Map<EntryKey, List<ClaimedNode>> nodes,
      PlanContext context)
      throws StoreException {
    List<Entry> own =
        known.stream().filter(entry -> entry.key().ecosystem().equals(ecosystem.id())).toList();
    Map<String, byte[]> parts = own.isEmpty() ? Map.of() : parts(source, ecosystem);
    List<Begun> begun = new ArrayList<>();
    for (Map.Entry<String, List<Entry>> group : byOrigin(own).entrySet()) {
      List<Entry> some = group.getValue();
      Wanted wanted =
          new Wanted(
              some,
              only(nodes, some),
              Pending.parts(parts, group.getKey()),
              source.lockfile().base(),
              source.lockfile().actions().stream().map(Action::at).max(Comparator.naturalOrder()));
      Climb climb = new Climb(ecosystem, context, wanted);
      boolean files = source.snapshot().isPresent();
      begun.add(
          new Begun(
              some,
              Meanwhile.begin(
                  EcosystemException.class,
                  () -> files ? climb.plan() : climb.planWithout(source.missing()))));
    }
    return begun;
  }

  /** What one ecosystem is asked for entries that were recorded together. */
  private record Begun(List<Entry> entries, Meanwhile<EcosystemPlan, EcosystemException> plan) {}

  /** What it wants for them. */
  private record Planned(List<Entry> entries, EcosystemPlan plan) {}

  private TreeCompare compare() throws IOException {
    return TreeCompare.of(bench.root(), OwnerLookup.of(bench.root()), path -> true, digests);
  }

  /**
   * What this machine has where the selected entries belong.
   *
   * @return versions, of these entries under their own keys
   */
  SortedMap<EntryKey, String> installed(RestoreSource source, Selection selection)
      throws IOException, EcosystemException {
    SortedMap<EntryKey, String> versions = new TreeMap<>();
    PlanContext context = context(baselines.get(), false);
    for (Ecosystem ecosystem : bench.ecosystems()) {
      List<Entry> own =
          source.lockfile().entries().stream()
              .filter(selection::includes)
              .filter(entry -> entry.key().ecosystem().equals(ecosystem.id()))
              .toList();
      if (!own.isEmpty()) {
        Wanted wanted = new Wanted(own, Map.of(), Map.of(), source.lockfile().base());
        versions.putAll(ecosystem.installed(wanted, context));
      }
    }
    return versions;
  }

  private PlanContext context(Baseline baseline, boolean pinBase) {
    return new PlanContext(
        tree, baseline, bench.host().get(), bench.commands(), bench.progress(), pinBase);
  }

  /** What was recorded together is planned together; pending entries come from elsewhere. */
  private static SortedMap<String, List<Entry>> byOrigin(List<Entry> entries) {
    SortedMap<String, List<Entry>> groups = new TreeMap<>();
    entries.forEach(
        entry -> groups.computeIfAbsent(Pending.of(entry), key -> new ArrayList<>()).add(entry));
    return groups;
  }

  private boolean isKnown(EcosystemId id) {
    return bench.ecosystems().stream().anyMatch(ecosystem -> ecosystem.id().equals(id));
  }

  private static Map<String, byte[]> parts(RestoreSource source, Ecosystem ecosystem)
      throws StoreException {
    Optional<OpenSnapshot> snapshot = source.snapshot();
    return snapshot.isPresent() ? snapshot.get().parts(ecosystem.id()) : Map.of();
  }

  private static Map<EntryKey, List<ClaimedNode>> only(
      Map<EntryKey, List<ClaimedNode>> nodes, List<Entry> entries) {
    Map<EntryKey, List<ClaimedNode>> own = new HashMap<>();
    for (Entry entry : entries) {
      List<ClaimedNode> list = nodes.get(entry.key());
      if (list != null) {
        own.put(entry.key(), List.copyOf(list));
      }
    }
    return own;
  }
}
