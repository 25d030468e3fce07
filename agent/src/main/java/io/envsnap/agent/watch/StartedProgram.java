package io.envsnap.agent.watch;

import io.envsnap.agent.ecosystem.UntoldProgram;
import io.envsnap.spec.journal.JournalLine;
import io.envsnap.spec.journal.ProcessKey;
import io.envsnap.spec.redact.Redaction;
import io.envsnap.spec.redact.SafeUrl;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

  /** What the journal says of it, without secrets. */
  JournalLine line(String boot, long now) {
    List<String> fields = new ArrayList<>();
    fields.add(Redaction.ofText(folder).text());
    fields.add(
        String.join(String.valueOf(JournalLine.WORDS), Redaction.ofArguments(words).words()));
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      fields.add(setting.getKey());
      fields.add(
          Stream.of(setting.getValue().split(" "))
              .map(StartedProgram::safe)
              .collect(Collectors.joining(" ")));
    }
    return new JournalLine(
        program.by(), JournalLine.Phase.START, new ProcessKey(boot, pid, start), uid, now, fields);
  }

  /** An address may have a name before it, as in {@code mine=https://host.example/simple}. */
  private static String safe(String word) {
    String address = word.replaceFirst("^[\\w.-]+=(?=[a-z]+://)", "");
    return address.contains("://") ? SafeUrl.of(address).text() : Redaction.ofText(address).text();
  }
}
