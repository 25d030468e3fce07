package io.envsnap.agent.verb;

import io.envsnap.agent.baseline.Baseline;
import io.envsnap.agent.concurrent.Meanwhile;
import io.envsnap.agent.tree.Changes;
import io.envsnap.agent.tree.LeftOutRules;
import io.envsnap.agent.tree.LocalTree;
import io.envsnap.agent.tree.ScanRequest;
import io.envsnap.agent.tree.TreeScan;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.List;

/** Scans the machine of a workbench, always by the same rules. */
public final class Scans {
  private Scans() {}

  /** What no restore may write: all that a scan leaves out, and files that hold credentials. */
  public static LeftOutRules guard(Workbench bench) {
    return LeftOutRules.with(bench.own(), bench.credentials());
  }

  /** Credential files are seen, so that whoever takes unclaimed paths can name the need. */
  private static LeftOutRules rules(Workbench bench) {
    return LeftOutRules.with(bench.own(), path -> false);
  }

  /** What changed since a baseline. */
  public static Changes changes(Workbench bench, LocalTree tree, Baseline baseline)
      throws IOException {
    return new TreeScan(tree, bench.commands()).scan(request(bench, baseline, rules(bench)));
  }

  /** The same, where the baseline is still being read. */
  static Changes changes(Workbench bench, LocalTree tree, Meanwhile<Baseline, IOException> baseline)
      throws IOException {
    LeftOutRules rules = rules(bench);
    return new TreeScan(tree, bench.commands())
        .scan(rules, roots(bench), () -> request(bench, baseline.get(), rules));
  }

  /** The same, and every watched path as it is now. */
  static TreeScan.Found both(Workbench bench, LocalTree tree, Baseline baseline)
      throws IOException {
    return new TreeScan(tree, bench.commands()).both(request(bench, baseline, rules(bench)));
  }

  private static List<TreePath> roots(Workbench bench) {
    return List.of(bench.notebookFolder());
  }

  private static ScanRequest request(Workbench bench, Baseline baseline, LeftOutRules rules) {
    return new ScanRequest(baseline.session(), baseline.inventory(), rules, roots(bench));
  }
}
