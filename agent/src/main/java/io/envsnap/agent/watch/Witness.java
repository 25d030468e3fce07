package io.envsnap.agent.watch;

import io.envsnap.agent.ecosystem.Ecosystem;
import io.envsnap.agent.journal.Boot;
import io.envsnap.agent.journal.Journal;
import io.envsnap.agent.process.CommandRunner;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.journal.JournalLine;
import io.envsnap.spec.journal.Origin;
import io.envsnap.spec.journal.Told;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Notes what commands were given that have just begun, before it is gone: hooks have no time to
 * read a package file, and a script deletes it when it is installed.
 */
final class Witness {
  private static final long MILLIS_PER_TICK = 10;

  private final Journal journal;
  private final Boot boot;
  private final List<Ecosystem> ecosystems;
  private final CommandRunner commands;
  private long read;

  /** One that has not looked at anything yet. */
  Witness(Journal journal, Boot boot, List<Ecosystem> ecosystems, CommandRunner commands) {
    this.journal = journal;
    this.boot = boot;
    this.ecosystems = List.copyOf(ecosystems);
    this.commands = commands;
  }

  /** Looks at what began since it looked last. */
  void look(HostTree tree) throws IOException {
    long size = journal.size();
    if (size == read) {
      return;
    }
    List<Told> told = Told.of(journal.since(read));
    read = size;
    for (Told one : told) {
      Instant booted = boot.began().get(one.key().boot());
      if (booted != null && one.origins().isEmpty()) {
        Instant at = booted.plusMillis(one.key().start() * MILLIS_PER_TICK);
        for (Ecosystem ecosystem : ecosystems) {
          for (Origin origin : ecosystem.witness(one, at, tree, commands)) {
            journal.append(line(one, origin));
          }
        }
      }
    }
  }

  private static JournalLine line(Told one, Origin origin) throws IOException {
    List<String> fields =
        new ArrayList<>(List.of(origin.name(), origin.version(), origin.url(), origin.sha256()));
    for (Map.Entry<String, String> more : origin.attributes().entrySet()) {
      fields.add(more.getKey());
      fields.add(more.getValue());
    }
    return new JournalLine(
        one.by(), JournalLine.Phase.ITEM, one.key(), one.uid(), Boot.now(), fields);
  }
}
