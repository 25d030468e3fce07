package io.envsnap.agent.ecosystem.apt;

import io.envsnap.spec.snapshot.Timestamp;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * When dpkg and apt were at work. What changed outside of every such time was no maintainer
 * script's doing.
 *
 * @param windows sorted, none overlapping
 */
record Transactions(List<Window> windows) {
  /** Between two lines of one run lies no longer pause than its slowest maintainer script. */
  private static final long LONGEST_PAUSE = 600;

  Transactions {
    windows = List.copyOf(windows);
  }

  /**
   * A time, both ends included.
   *
   * @param from second since 1970
   * @param to second since 1970; the whole of that second counts
   * @param packages what was unpacked, configured or removed
   */
  record Window(long from, long to, Set<PackageId> packages) {
    Window {
      packages = Set.copyOf(packages);
    }

    boolean covers(Timestamp moment) {
      return from <= moment.seconds() && moment.seconds() <= to;
    }

    private boolean touches(Window later) {
      return later.from <= to + 1;
    }

    private Window and(Window other) {
      Set<PackageId> both = new HashSet<>(packages);
      both.addAll(other.packages);
      return new Window(Math.min(from, other.from), Math.max(to, other.to), both);
    }
  }

  /**
   * Joins both logs: dpkg's tells each burst of work, apt's the run around it, triggers and hooks
   * included.
   *
   * @param history lines of {@code /var/log/apt/history.log}
   */
  static Transactions of(DpkgLog log, List<String> history, ZoneId zone) {
    List<Window> all = new ArrayList<>(bursts(log));
    all.addAll(runs(history, zone));
    all.sort(Comparator.comparingLong(Window::from));
    List<Window> joined = new ArrayList<>();
    for (Window window : all) {
      int last = joined.size() - 1;
      if (last >= 0 && joined.get(last).touches(window)) {
        joined.set(last, joined.get(last).and(window));
      } else {
        joined.add(window);
      }
    }
    return new Transactions(joined);
  }

  private static List<Window> bursts(DpkgLog log) {
    List<Window> bursts = new ArrayList<>();
    for (DpkgLog.Step step : log.steps()) {
      int last = bursts.size() - 1;
      Set<PackageId> subject = works(step) ? optional(step.subject()) : Set.of();
      Window line = new Window(step.second(), step.second(), subject);
      boolean goesOn =
          last >= 0
              && !step.action().equals("startup")
              && step.second() - bursts.get(last).to() <= LONGEST_PAUSE;
      if (goesOn) {
        bursts.set(last, bursts.get(last).and(line));
      } else {
        bursts.add(line);
      }
    }
    return bursts;
  }

  /** A package whose trigger is processed was not itself brought or moved. */
  private static boolean works(DpkgLog.Step step) {
    return Set.of("install", "upgrade", "remove", "purge").contains(step.action());
  }

  private static Set<PackageId> optional(Optional<PackageId> id) {
    return id.map(Set::of).orElse(Set.of());
  }

  private static List<Window> runs(List<String> history, ZoneId zone) {
    List<Window> runs = new ArrayList<>();
    Optional<Long> start = Optional.empty();
    for (String line : history) {
      if (line.startsWith("Start-Date:")) {
        start = time(line, zone);
      } else if (line.startsWith("End-Date:") && start.isPresent()) {
        long from = start.get();
        time(line, zone)
            .filter(to -> to >= from)
            .ifPresent(to -> runs.add(new Window(from, to, Set.of())));
        start = Optional.empty();
      }
    }
    return runs;
  }

  private static Optional<Long> time(String line, ZoneId zone) {
    String value = line.substring(line.indexOf(':') + 1).strip();
    return DpkgLog.second(value.replaceAll(" +", " "), zone);
  }

  /** The time that holds this moment. */
  Optional<Window> at(Timestamp moment) {
    return windows.stream().filter(window -> window.covers(moment)).findFirst();
  }
}
