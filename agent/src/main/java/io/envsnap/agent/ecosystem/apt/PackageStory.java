package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.ecosystem.StoryContext;
import io.envsnap.spec.journal.ProcessKey;
import io.envsnap.spec.journal.Told;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Completes the story of apt and dpkg by their own logs: how a run ended and what it changed, and
 * runs that no hook saw.
 */
final class PackageStory {
  /** apt reads lists, asks and downloads before it notes the start of a run. */
  private static final long LONGEST_PREPARATION = 3600;

  private static final Set<String> FINAL = Set.of("installed", "not-installed", "config-files");

  private final StoryContext context;
  private final HistoryLog history;
  private final DpkgLog log;

  PackageStory(StoryContext context, HistoryLog history, DpkgLog log) {
    this.context = context;
    this.history = history;
    this.log = log;
  }

  List<Told> complete(List<Told> told) {
    List<Told> all = new ArrayList<>(told);
    for (HistoryLog.Run run : history.runs()) {
      if (context.isOfSession(Instant.ofEpochSecond(run.start()))) {
        enter(run, all);
      }
    }
    Set<DpkgLog.Step> taken = new HashSet<>();
    all.replaceAll(one -> one.by().equals("dpkg") ? withSteps(one, taken) : one);
    return all;
  }

  private void enter(HistoryLog.Run run, List<Told> all) {
    Optional<Integer> owner = owner(run, all);
    if (owner.isPresent()) {
      Told one = all.get(owner.get());
      List<String> changed = new ArrayList<>(one.changed());
      changed.addAll(confirmed(run));
      long end = one.end() >= 0 || run.end().isEmpty() ? one.end() : ticks(run.end().getAsLong());
      int exit = one.exit() >= 0 ? one.exit() : run.exit();
      all.set(owner.get(), one.ended(end, exit).changing(changed));
    } else {
      List<String> words = run.command().isEmpty() ? List.of() : List.of(run.command().split(" "));
      long start = ticks(run.start());
      long end = run.end().isEmpty() ? -1 : ticks(run.end().getAsLong());
      all.add(
          new Told(
              "apt",
              new ProcessKey(context.bootName(), 0, start),
              0,
              "",
              words,
              end,
              run.exit(),
              List.of(),
              List.of(),
              confirmed(run)));
    }
  }

  /** The last apt that had begun when the run did, and that was not over by then. */
  private Optional<Integer> owner(HistoryLog.Run run, List<Told> all) {
    long second = run.start();
    Optional<Integer> found = Optional.empty();
    for (int i = 0; i < all.size(); i++) {
      Told one = all.get(i);
      if (!one.by().equals("apt")
          || one.key().pid() == 0
          || !one.key().boot().equals(context.bootName())) {
        continue;
      }
      long began = context.moment(one.key().start()).getEpochSecond();
      boolean over = one.end() >= 0 && context.moment(one.end()).getEpochSecond() < second;
      boolean begun = began <= second + 1 && second - began < LONGEST_PREPARATION;
      boolean same = run.command().isEmpty() || isSame(one, run.command());
      if (begun && !over && same && one.changed().isEmpty()) {
        // Of two in one second with the same words, the first has the first stanza. One that seems
        // to have begun after the run can only be meant where no other is.
        boolean nearer =
            found.isEmpty()
                || (began <= second
                    && began > context.moment(all.get(found.get()).key().start()).getEpochSecond());
        found = nearer ? Optional.of(i) : found;
      }
    }
    return found;
  }

  /** Of a script apt logs the script's words, and the kernel those of its interpreter. */
  private static boolean isSame(Told one, String command) {
    List<String> words = one.words();
    boolean script = words.size() > 1 && words.get(1).startsWith("/");
    return isSame(words, command) || (script && isSame(words.subList(1, words.size()), command));
  }

  /** apt logs its words joined by blanks, as they were typed; ours have lost their secrets. */
  private static boolean isSame(List<String> words, String command) {
    String first = words.isEmpty() ? "" : words.get(0).substring(words.get(0).lastIndexOf('/') + 1);
    String logged = command.split(" ", 2)[0];
    return first.equals(logged.substring(logged.lastIndexOf('/') + 1))
        && (String.join(" ", words).contains("{{secret:")
            || String.join(" ", words.subList(1, words.size()))
                .equals(command.contains(" ") ? command.split(" ", 2)[1] : ""));
  }

  /** A plan that dpkg's log does not bear out is no change. */
  private List<String> confirmed(HistoryLog.Run run) {
    if (log.steps().isEmpty()) {
      return run.exit() == 0 ? run.changed() : List.of();
    }
    long to = run.end().orElse(Long.MAX_VALUE);
    Set<String> done = new LinkedHashSet<>();
    for (DpkgLog.Step step : log.steps()) {
      if (step.second() >= run.start() && step.second() <= to && isFinal(step)) {
        step.subject().ifPresent(id -> done.add(id.name()));
      }
    }
    return run.changed().stream().filter(line -> done.contains(line.split(" ")[1])).toList();
  }

  private static boolean isFinal(DpkgLog.Step step) {
    return step.action().equals("status")
        && !step.words().isEmpty()
        && FINAL.contains(step.words().get(0));
  }

  private Told withSteps(Told one, Set<DpkgLog.Step> taken) {
    long from = context.moment(one.key().start()).getEpochSecond();
    long to = one.end() < 0 ? from : context.moment(one.end()).getEpochSecond();
    Set<String> changed = new LinkedHashSet<>();
    for (DpkgLog.Step step : log.steps()) {
      if (step.second() >= from && step.second() <= to && isFinal(step) && taken.add(step)) {
        String version = step.words().size() > 2 ? step.words().get(2) : "";
        String mark = step.words().get(0).equals("installed") ? "+ " : "- ";
        step.subject().ifPresent(id -> changed.add((mark + id.name() + " " + version).strip()));
      }
    }
    return one.changing(List.copyOf(changed));
  }

  private long ticks(long second) {
    return context.ticks(Instant.ofEpochSecond(second));
  }
}
