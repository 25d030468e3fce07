package io.envsnap.agent.record;

import io.envsnap.agent.baseline.LauncherNotes;
import io.envsnap.agent.ecosystem.Capture;
import io.envsnap.agent.ecosystem.CaptureContext;
import io.envsnap.agent.ecosystem.Claim;
import io.envsnap.agent.ecosystem.Ecosystem;
import io.envsnap.agent.ecosystem.EcosystemException;
import io.envsnap.agent.ecosystem.SearchedContent;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.tree.Changes;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.agent.tree.PathTable;
import io.envsnap.agent.verb.RestoredHere;
import io.envsnap.agent.verb.Workbench;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.lockfile.EcosystemId;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.LeftOut;
import io.envsnap.spec.lockfile.Need;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Asks the ecosystems one after the other, and gives each path to the first that claims it. */
final class ClaimLedger {
  private final Map<TreePath, Claim> claims;
  private final Set<TreePath> taken;
  private final List<Entry> entries = new ArrayList<>();
  private final Map<TreePath, byte[]> substitutes = new HashMap<>();
  private final Map<EcosystemId, Map<String, byte[]>> parts = new TreeMap<>();
  private final List<Need> needs = new ArrayList<>();
  private final List<LeftOut> leftOut = new ArrayList<>();

  private ClaimLedger(Changes changes) {
    this.claims = new PathTable<>(changes.changed());
    this.taken = Collections.newSetFromMap(new PathTable<>(changes.changed()));
  }

  /**
   * What the session did, in the words of all ecosystems.
   *
   * @param restored what restores did here
   * @param packing is told what the first ecosystem claimed
   * @throws EcosystemException when one of them cannot read its own databases
   */
  static Captured capture(
      Workbench bench, HostTree tree, SessionScan scan, RestoredHere restored, PackingAhead packing)
      throws EcosystemException, IOException, StoreException {
    Changes changes = scan.changes();
    LauncherNotes notes = scan.notes();
    ClaimLedger ledger = new ClaimLedger(changes);
    byte[] build = bench.build().getBytes(StandardCharsets.UTF_8);
    SearchedContent searched = SearchedContent.open(bench.state().searched(), Digest.of(build));
    CaptureContext context =
        new CaptureContext(
            tree,
            changes,
            Collections.unmodifiableSet(ledger.taken),
            scan.baseline(),
            bench.host().get(),
            bench.commands(),
            notes,
            restored.paths(),
            searched,
            bench.progress());
    try (CaptureCrew crew = new CaptureCrew(bench.ecosystems(), context);
        CudaTargets targets = new CudaTargets(changes, tree)) {
      boolean first = true;
      Iterator<Ecosystem> ecosystems = bench.ecosystems().iterator();
      while (ecosystems.hasNext()) {
        Ecosystem ecosystem = ecosystems.next();
        if (!ecosystems.hasNext()) {
          // The last one takes what nobody else understands, but not what our own launcher did.
          ledger.giveToLauncher(changes, notes);
        }
        ledger.enter(ecosystem.id(), crew.next().complete());
        if (first) {
          packing.begin(ledger.claims, ledger.substitutes.keySet());
          first = false;
        }
      }
      searched.save(bench.state().searched());
      return new Captured(
          targets.noted(ledger.entries, ledger.claims),
          ledger.claims,
          ledger.substitutes,
          ledger.parts,
          ledger.needs,
          ledger.leftOut);
    }
  }

  private void giveToLauncher(Changes changes, LauncherNotes notes) {
    changes
        .changed()
        .forEach(
            (path, status) -> {
              if (notes.covers(status.ctime())) {
                taken.add(path);
              }
            });
  }

  private void enter(EcosystemId id, Capture capture) {
    entries.addAll(capture.entries());
    capture
        .claims()
        .forEach(
            (path, claim) -> {
              if (taken.add(path)) {
                claims.put(path, claim);
              }
            });
    capture.substitutes().forEach(substitutes::putIfAbsent);
    taken.addAll(capture.absorbed());
    capture.leftOut().forEach(this::drop);
    if (!capture.parts().isEmpty()) {
      parts.put(id, capture.parts());
    }
    needs.addAll(capture.needs());
  }

  private void drop(LeftOut left) {
    leftOut.add(left);
    TreePath path = TreePath.of(left.path());
    claims.remove(path);
    taken.add(path);
  }
}
