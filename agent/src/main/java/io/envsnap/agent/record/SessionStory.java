package io.envsnap.agent.record;

import io.envsnap.agent.baseline.LauncherNotes;
import io.envsnap.agent.ecosystem.Ecosystem;
import io.envsnap.agent.ecosystem.EcosystemException;
import io.envsnap.agent.ecosystem.StoryContext;
import io.envsnap.agent.ecosystem.UntoldProgram;
import io.envsnap.agent.journal.Accounts;
import io.envsnap.agent.journal.Boot;
import io.envsnap.agent.journal.Journal;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.agent.verb.Workbench;
import io.envsnap.spec.journal.Action;
import io.envsnap.spec.journal.JournalLine;
import io.envsnap.spec.journal.Origin;
import io.envsnap.spec.journal.ProcessKey;
import io.envsnap.spec.journal.Told;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.Need;
import io.envsnap.spec.redact.Redaction;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was done in this session, from the journal and from the ecosystems' own logs.
 *
 * @param told process by process, in the order in which they began
 * @param given credentials that commands had, which no record has
 * @param boot when this boot and those before it began
 * @param watched whether hooks write a journal of it
 */
public record SessionStory(List<Told> told, List<Need> given, Boot boot, boolean watched) {
  private static final int MOST = 5000;

  /** The kernel tells the start of a process in whole seconds, by a clock of its own. */
  private static final long CLOCKS_APART = 2;

  /** Takes its own copies. */
  public SessionStory {
    told = List.copyOf(told);
    given = List.copyOf(given);
  }

  /**
   * Reads the story; a machine without a journal has what the logs tell.
   *
   * @param changed paths that a scan found changed: what only those tell is left out without them
   * @param start when the session began
   * @throws EcosystemException when an ecosystem's log cannot be read
   */
  public static SessionStory read(
      Workbench bench, HostTree tree, Set<TreePath> changed, Timestamp start)
      throws IOException, EcosystemException {
    Journal journal = new Journal(bench.state().journal());
    Boot boot = Boot.find(journal.folder(), bench.clock());
    Instant began = Instant.ofEpochSecond(start.seconds(), start.nanos());
    StoryContext context =
        new StoryContext(
            tree,
            journal.isOpen() ? changed : Set.of(),
            began,
            boot.began().getOrDefault(boot.name(), began),
            boot.name(),
            boot.steps(),
            Boot.now());
    List<Accounts.Ended> accounts = new Accounts(bench.state().agent()).read();
    List<JournalLine> lines = journal.read();
    List<Told> told = settled(Told.of(lines), bench.ecosystems(), accounts, context);
    for (Ecosystem ecosystem : bench.ecosystems()) {
      told = ecosystem.complete(told, context);
    }
    LauncherNotes notes = LauncherNotes.read(bench.state().launcher());
    List<Told> ours = new ArrayList<>();
    for (Told one : told) {
      Optional<Instant> at = moment(boot, one, one.key().start());
      if (at.isPresent() && !notes.covers(timestamp(at.get()))) {
        ours.add(one);
      }
    }
    // Of those that began in one hundredth of a second, the lower number began first.
    Comparator<Told> byStart =
        Comparator.comparing(one -> moment(boot, one, one.key().start()).orElse(began));
    ours.sort(byStart.thenComparingLong(one -> one.key().pid()));
    return new SessionStory(ours, GivenCredentials.of(lines), boot, journal.isOpen());
  }

  /** Adds the ends that only the kernel saw. */
  private static List<Told> settled(
      List<Told> told,
      List<Ecosystem> ecosystems,
      List<Accounts.Ended> ended,
      StoryContext context) {
    Map<String, String> unseen = new HashMap<>();
    for (Ecosystem ecosystem : ecosystems) {
      ecosystem.programs().stream()
          .filter(UntoldProgram::completed)
          .forEach(program -> unseen.put(program.name(), program.by()));
    }
    Set<Accounts.Ended> known = new HashSet<>();
    List<Told> settled = new ArrayList<>();
    for (Told one : told) {
      long began = context.moment(one.key().start()).getEpochSecond();
      Optional<Accounts.Ended> account =
          ended.stream()
              .filter(end -> one.exit() < 0 && end.pid() == one.key().pid())
              .filter(end -> Math.abs(end.began() - began) <= CLOCKS_APART)
              .findFirst();
      account.ifPresent(known::add);
      settled.add(
          account
              .map(
                  end ->
                      one.ended(Math.max(one.end(), one.key().start() + end.ticks()), end.exit()))
              .orElse(one));
    }
    for (Accounts.Ended end : ended) {
      String by = unseen.getOrDefault(end.name(), "");
      Instant began = Instant.ofEpochSecond(end.began());
      if (!by.isEmpty() && !known.contains(end) && context.isOfSession(began)) {
        settled.add(of(by, end, context));
      }
    }
    return settled;
  }

  /** A process of which only the kernel tells, and neither words nor folder. */
  private static Told of(String by, Accounts.Ended end, StoryContext context) {
    long start = context.ticks(Instant.ofEpochSecond(end.began()));
    ProcessKey key = new ProcessKey(context.bootName(), end.pid(), start);
    return new Told(
        by,
        key,
        0,
        "",
        List.of(),
        start + end.ticks(),
        end.exit(),
        List.of(),
        List.of(),
        List.of());
  }

  /**
   * The story as a lockfile tells it, the newest where there are too many.
   *
   * @param entries what the machine has: only that counts as done by a command of which the end is
   *     not known
   */
  public List<Action> actions(List<Entry> entries) {
    Set<String> present = new LinkedHashSet<>();
    entries.forEach(entry -> present.add(entry.key().name() + " " + entry.version()));
    List<Action> actions = new ArrayList<>();
    for (Told one : told) {
      Instant at = moment(boot, one, one.key().start()).orElse(Instant.EPOCH);
      Optional<Duration> took =
          one.end() < one.key().start()
              ? Optional.empty()
              : Optional.of(Duration.ofMillis((one.end() - one.key().start()) * 10));
      actions.add(
          new Action(
              at,
              one.by(),
              Long.toString(one.uid()),
              Redaction.ofArguments(one.words()).words(),
              Redaction.ofText(one.folder()).text(),
              took,
              one.exit(),
              changed(one, present)));
    }
    return actions.subList(Math.max(0, actions.size() - MOST), actions.size());
  }

  private static List<String> changed(Told one, Set<String> present) {
    Set<String> changed = new LinkedHashSet<>(one.changed());
    // What was planned counts where nobody saw what came of it.
    for (Origin origin : one.changed().isEmpty() ? one.origins() : List.<Origin>of()) {
      String thing = origin.name() + " " + origin.version();
      if (one.exit() == 0 || present.contains(thing)) {
        changed.add("+ " + thing);
      }
    }
    return changed.stream().map(line -> Redaction.ofText(line).text()).toList();
  }

  private static Optional<Instant> moment(Boot boot, Told one, long ticks) {
    return Optional.ofNullable(boot.began().get(one.key().boot()))
        .map(began -> began.plusMillis(ticks * 10));
  }

  private static Timestamp timestamp(Instant moment) {
    return new Timestamp(moment.getEpochSecond(), moment.getNano());
  }
}
