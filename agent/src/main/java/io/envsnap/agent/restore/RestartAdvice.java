package io.envsnap.agent.restore;

import io.envsnap.agent.ecosystem.RestoreStep;
import io.envsnap.agent.tree.LoadedFile;
import io.envsnap.agent.tree.MappedFiles;
import io.envsnap.agent.tree.PythonProcess;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** Which running programs must be started again, because what they loaded was replaced. */
final class RestartAdvice {
  private static final String PIP = "pip";

  private RestartAdvice() {}

  /**
   * One sentence for each program that must, or may have to, be started again; none where nothing
   * that matters was loaded.
   *
   * @param began when the restore began
   */
  static List<String> of(RestorePlan plan, Instant began) throws IOException {
    Set<TreePath> written = new HashSet<>();
    boolean python = false;
    for (ClaimedNode claimed : plan.writes()) {
      written.add(claimed.node().path());
      python |= claimed.entry().ecosystem().value().equals(PIP);
    }
    MappedFiles running = new MappedFiles();
    TreeMap<Long, LoadedFile> loaded = new TreeMap<>();
    for (LoadedFile file : running.replaced(written)) {
      loaded.putIfAbsent(file.pid(), file);
    }
    List<String> advice = new ArrayList<>();
    loaded
        .values()
        .forEach(
            file ->
                advice.add(
                    "restart `"
                        + file.program()
                        + "` (process "
                        + file.pid()
                        + "): it still has the old `"
                        + file.path()
                        + "` loaded; in a notebook, restart the runtime"));
    boolean replacedPython = python && plan.removals().stream().anyMatch(RestartAdvice::isPip);
    if (replacedPython) {
      for (PythonProcess process : running.pythonsOlderThan(began)) {
        if (!loaded.containsKey(process.pid())) {
          advice.add(
              "`"
                  + process.program()
                  + "` (process "
                  + process.pid()
                  + ") may need a restart: Python packages were replaced after it started");
        }
      }
    }
    return advice;
  }

  private static boolean isPip(RestoreStep.Remove step) {
    return step.entry().ecosystem().value().equals(PIP);
  }
}
