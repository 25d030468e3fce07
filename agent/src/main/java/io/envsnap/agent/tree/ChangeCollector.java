package io.envsnap.agent.tree;

import io.envsnap.agent.disk.NotPermittedException;
import io.envsnap.agent.tree.LeftOutRule.Report;
import io.envsnap.spec.lockfile.LeftOut;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Decides of each path that the walk finds whether the session changed it. */
final class ChangeCollector implements TreeWalk.Visitor {
  // Below this nobody misses a cache.
  private static final long WORTH_NAMING = 1 << 20;
  private static final int RUN = 2048;

  private final ScanRequest request;
  private final WalkPlan plan;
  private final Ancestors ancestors;
  private final LocalTree tree;
  private final Map<String, Inventory.Mark> base;
  private final Set<String> seen;
  private final List<Map.Entry<TreePath, FileStatus>> changed = new ArrayList<>();
  private final List<LeftOut> leftOut = new ArrayList<>();
  private final Map<TreePath, LeftOut> sums = new TreeMap<>();
  private final Set<String> holdingOlder = new HashSet<>();
  private String lastHolding = "";

  /** For one walk of that tree by that plan. */
  ChangeCollector(ScanRequest request, WalkPlan plan, LocalTree tree) {
    this.request = request;
    this.plan = plan;
    this.tree = tree;
    this.base = request.base().map(Inventory::marks).orElse(Map.of());
    this.ancestors =
        new Ancestors(plan.pruned(), request.base().map(Inventory::unwatched).orElse(List.of()));
    this.seen = new HashSet<>(base.size() * 4 / 3 + 1);
  }

  @Override
  public void visit(FindRecord record, String target) {
    Inventory.Mark before = base.get(record.path());
    if (before != null) {
      seen.add(record.path());
    }
    boolean taken =
        isChanged(record, before)
            && !ancestors.isSkipped(record.path())
            && take(TreePath.of(record.path()), record.status(tree.owners(), target));
    if (!taken && !request.since().covers(record.ctime())) {
      noteOlder(record.path());
    }
  }

  /** A walk names what lies in one folder one after the other. */
  private void noteOlder(String path) {
    int end = path.lastIndexOf('/');
    if (end != lastHolding.length() || !path.startsWith(lastHolding)) {
      lastHolding = path.substring(0, end);
      holdingOlder.add(lastHolding);
    }
  }

  // What the baseline knows is compared with it alone: a clock that stepped back since the image
  // was
  // unpacked would make the whole image look younger than the session.
  private boolean isChanged(FindRecord record, Inventory.@Nullable Mark before) {
    if (before != null) {
      return !before.equals(record.mark());
    }
    boolean known = request.base().isPresent() && !ancestors.wasUnwatched(record.path());
    return known || request.since().covers(record.ctime());
  }

  /** Whether it is one of the changes. */
  private boolean take(TreePath path, FileStatus status) {
    if (status.kind() == NodeKind.OTHER) {
      return false;
    }
    Optional<LeftOutRules.Match> match = request.rules().ruleFor(path, status.target());
    if (match.isEmpty()) {
      changed.add(Map.entry(path, status));
      if (changed.size() % RUN == 0) {
        // While `find` is still looking: to merge such runs in the end takes a third of the time.
        changed.subList(changed.size() - RUN, changed.size()).sort(Map.Entry.comparingByKey());
      }
    } else if (status.kind() == NodeKind.FILE) {
      report(path, status.size(), match.get());
    }
    return match.isEmpty();
  }

  private void report(TreePath path, long size, LeftOutRules.Match match) {
    String reason = match.rule().reason();
    if (match.rule().report() == Report.NAMED) {
      leftOut.add(new LeftOut(path.value(), size, reason, ""));
    } else if (match.rule().report() == Report.SUMMED) {
      TreePath group = childOn(match.at(), path);
      LeftOut sum = new LeftOut(group.value(), size, reason, "");
      sums.merge(
          group, sum, (a, b) -> new LeftOut(a.path(), a.size() + b.size(), a.reason(), a.url()));
    }
  }

  private static TreePath childOn(TreePath folder, TreePath path) {
    if (path.equals(folder)) {
      return path;
    }
    String rest = path.value().substring(folder.value().length() + 1);
    int slash = rest.indexOf('/');
    return folder.child(slash < 0 ? rest : rest.substring(0, slash));
  }

  /** Adds what only the whole shows: deletions, sums and what could not be read. */
  Changes finish(TreeWalk.Trouble trouble) throws IOException {
    PathMap<FileStatus> sorted = PathMap.of(changed);
    trouble
        .unreadable()
        .forEach(
            (path, said) -> {
              // A folder that was closed to this user before is closed to the whole session.
              boolean news = !said.equals("Permission denied") || sorted.containsKey(path);
              if (news && !plan.skips(path) && request.rules().ruleFor(path).isEmpty()) {
                leftOut.add(new LeftOut(path.value(), 0, "it cannot be read: " + said, ""));
              }
            });
    for (LeftOut sum : sums.values()) {
      if (sum.size() >= WORTH_NAMING) {
        leftOut.add(sum);
      }
    }
    leftOut.sort(null);
    noteOlderPruned(sorted);
    return new Changes(sorted, deleted(trouble), plan.mounts(), leftOut, holdingOlder);
  }

  /** Nobody walked there. */
  private void noteOlderPruned(PathMap<FileStatus> sorted) throws IOException {
    for (TreePath path : plan.pruned()) {
      Optional<TreePath> folder = path.parent().filter(sorted::containsKey);
      if (folder.isPresent() && mayBeOlder(path)) {
        holdingOlder.add(folder.get().value());
      }
    }
  }

  private boolean mayBeOlder(TreePath path) throws IOException {
    try {
      return tree.status(path).filter(one -> !request.since().covers(one.ctime())).isPresent();
    } catch (NotPermittedException e) {
      // What this user may not look at is no reason to end the scan.
      return true;
    }
  }

  private SortedSet<TreePath> deleted(TreeWalk.Trouble trouble) {
    SortedSet<TreePath> deleted = new TreeSet<>();
    if (!trouble.complete()) {
      return deleted;
    }
    for (String text : base.keySet()) {
      if (!seen.contains(text)) {
        TreePath path = TreePath.of(text);
        boolean known =
            !plan.skips(path)
                && trouble.unreadable().keySet().stream().noneMatch(path::isWithin)
                && request.rules().ruleFor(path).isEmpty();
        if (known && !isNoNode(base.get(text))) {
          deleted.add(path);
        }
      }
    }
    return deleted;
  }

  private static boolean isNoNode(Inventory.Mark mark) {
    return "fdl".indexOf(mark.kind()) < 0;
  }
}
