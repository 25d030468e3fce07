package io.envsnap.agent.journal;

import io.envsnap.spec.journal.JournalLine;
import io.envsnap.spec.redact.Finding;
import io.envsnap.spec.redact.FirstWritten;
import io.envsnap.spec.redact.RedactedWords;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a record as a hook wrote it: what the hook put in the place of secrets becomes what may be
 * told, and records of what the command was given.
 */
final class HookRecord {
  private HookRecord() {}

  /** The record, and those that its words make beside it. */
  static List<JournalLine> read(JournalLine line) {
    if (line.phase() != JournalLine.Phase.START || line.words().isEmpty()) {
      return List.of(line);
    }
    RedactedWords words = FirstWritten.read(line.words());
    List<String> fields = new ArrayList<>(line.fields());
    fields.set(1, String.join(String.valueOf(JournalLine.WORDS), words.words()));
    List<JournalLine> lines = new ArrayList<>();
    lines.add(like(line, JournalLine.Phase.START, fields));
    for (Finding found : words.found()) {
      lines.add(like(line, JournalLine.Phase.NEED, List.of(found.need(), found.give())));
    }
    return lines;
  }

  private static JournalLine like(JournalLine line, JournalLine.Phase phase, List<String> fields) {
    return new JournalLine(line.by(), phase, line.key(), line.uid(), line.ticks(), fields);
  }
}
