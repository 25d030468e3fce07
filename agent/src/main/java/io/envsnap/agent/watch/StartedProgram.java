package io.envsnap.agent.watch;

import io.envsnap.agent.ecosystem.UntoldProgram;
import io.envsnap.spec.journal.JournalLine;
import io.envsnap.spec.journal.ProcessKey;
import io.envsnap.spec.redact.Finding;
import io.envsnap.spec.redact.Redacted;
import io.envsnap.spec.redact.RedactedWords;
import io.envsnap.spec.redact.Redaction;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A program that no hook tells of, seen while it ran; nothing of it has been redacted yet.
 *
 * @param program what it runs
 * @param pid its number
 * @param start hundredths of a second from boot to its start
 * @param uid the number of its user
 * @param words its argument vector
 * @param folder where it works; empty when nobody may know
 * @param settings environment variables that tell where things come from
 */
record StartedProgram(
    UntoldProgram program,
    long pid,
    long start,
    long uid,
    List<String> words,
    String folder,
    SortedMap<String, String> settings) {
  StartedProgram {
    words = List.copyOf(words);
    settings = new TreeMap<>(settings);
  }

  /** Reads what can be known of a process. */
  static StartedProgram of(UntoldProgram program, ProcessFacts process) {
    return new StartedProgram(
        program,
        process.pid(),
        process.start(),
        process.uid(),
        process.words(),
        process.folder(),
        settings(program, process.environment()));
  }

  /** Those of the variables, {@code NAME=value} each, that the program is asked for. */
  static SortedMap<String, String> settings(UntoldProgram program, List<String> variables) {
    SortedMap<String, String> settings = new TreeMap<>();
    for (String variable : variables) {
      int equals = variable.indexOf('=');
      if (equals > 0 && program.settings().contains(variable.substring(0, equals))) {
        settings.put(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    return settings;
  }

  /** What the journal says of it, without secrets: how it began, then what it was given. */
  List<JournalLine> lines(String boot, long now) {
    RedactedWords safe = Redaction.ofArguments(words);
    Set<Finding> given = new LinkedHashSet<>(safe.found());
    List<String> fields = new ArrayList<>();
    fields.add(Redaction.ofText(folder).text());
    fields.add(String.join(String.valueOf(JournalLine.WORDS), safe.words()));
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      List<String> values = new ArrayList<>();
      for (String value : setting.getValue().split(" ")) {
        Redacted plain = safe(value);
        given.addAll(plain.found());
        values.add(plain.text());
      }
      fields.add(setting.getKey());
      fields.add(String.join(" ", values));
    }
    List<JournalLine> lines = new ArrayList<>();
    lines.add(line(boot, now, JournalLine.Phase.START, fields));
    given.forEach(
        one -> lines.add(line(boot, now, JournalLine.Phase.NEED, List.of(one.need(), one.give()))));
    return lines;
  }

  private JournalLine line(String boot, long now, JournalLine.Phase phase, List<String> fields) {
    return new JournalLine(program.by(), phase, new ProcessKey(boot, pid, start), uid, now, fields);
  }

  /** An address may have a name before it, as in {@code mine=https://host.example/simple}. */
  private static Redacted safe(String word) {
    String address = word.replaceFirst("^[\\w.-]+=(?=[a-z]+://)", "");
    return address.contains("://") ? Redaction.ofUrl(address) : Redaction.ofText(address);
  }
}
