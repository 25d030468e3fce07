package io.envsnap.agent.restore;

import io.envsnap.agent.ecosystem.RestoreStep;
import io.envsnap.agent.tree.LoadedFile;
import io.envsnap.agent.tree.MappedFiles;
import io.envsnap.agent.tree.PythonProcess;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    Map<TreePath, EntryKey> written = new HashMap<>();
    boolean python = plan.installs().stream().anyMatch(step -> isPip(step.entry()));
    for (RestoreStep.Remove step : plan.removals()) {
      step.paths().forEach(path -> written.put(path, step.entry()));
    }
    for (ClaimedNode claimed : plan.writes()) {
      written.put(claimed.node().path(), claimed.entry());
      python |= isPip(claimed.entry());
    }
    MappedFiles running = new MappedFiles();
    TreeMap<Long, LoadedFile> loaded = new TreeMap<>();
    for (LoadedFile file : running.replaced(written.keySet())) {
      loaded.putIfAbsent(file.pid(), file);
    }
    List<String> advice = new ArrayList<>();
    for (LoadedFile file : loaded.values()) {
      EntryKey key = written.get(file.path());
      String what = key == null || key.name().startsWith("/") ? file.path().value() : key.name();
      advice.add(
          running.isNotebookKernel(file.pid())
              ? "restart the runtime (kernel PID " + file.pid() + ": " + what + " was loaded)"
              : "restart `"
                  + file.program()
                  + "` (process "
                  + file.pid()
                  + ": "
                  + what
                  + " was loaded)");
    }
    boolean replacedPython =
        python && plan.removals().stream().anyMatch(step -> isPip(step.entry()));
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

  private static boolean isPip(EntryKey key) {
    return key.ecosystem().value().equals(PIP);
  }
}
