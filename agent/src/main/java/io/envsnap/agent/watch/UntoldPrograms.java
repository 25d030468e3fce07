package io.envsnap.agent.watch;

import io.envsnap.agent.ecosystem.Ecosystem;
import io.envsnap.agent.ecosystem.UntoldProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Programs at work that no hook tells of, or only when they get far enough. */
final class UntoldPrograms {
  private static final int FIELDS = 8;

  private final Map<String, UntoldProgram> programs = new HashMap<>();

  /** Those that ecosystems name. */
  UntoldPrograms(List<Ecosystem> ecosystems) {
    for (Ecosystem ecosystem : ecosystems) {
      ecosystem.programs().forEach(program -> programs.put(program.name(), program));
    }
  }

  /** Names of their processes. */
  Set<String> names() {
    return programs.keySet();
  }

  /** Environment variables that they are asked for. */
  Set<String> settings() {
    Set<String> settings = new TreeSet<>();
    programs.values().forEach(program -> settings.addAll(program.settings()));
    return settings;
  }

  /** One that {@link OpenWatch} saw, unless it changes nothing. */
  Optional<StartedProgram> parse(String line) {
    String[] fields = line.split(" ", -1);
    if (fields.length != FIELDS) {
      return Optional.empty();
    }
    UntoldProgram program = programs.get(text(fields[4]));
    List<String> words = List.of(text(fields[5]).replaceFirst("\0$", "").split("\0", -1));
    if (program == null || !program.changes().test(words)) {
      return Optional.empty();
    }
    return Optional.of(
        new StartedProgram(
            program,
            Long.parseLong(fields[0]),
            Long.parseLong(fields[2]),
            Long.parseLong(fields[3]),
            words,
            text(fields[6]),
            StartedProgram.settings(program, List.of(text(fields[7]).split("\0", -1)))));
  }

  private static String text(String field) {
    return new String(HexFormat.of().parseHex(field.substring(1)), StandardCharsets.UTF_8);
  }

  /** All that are at work now and may change something, without those that another one started. */
  List<StartedProgram> now() throws IOException {
    List<ProcessFacts> all = ProcessFacts.all();
    Map<Long, String> names = new HashMap<>();
    all.forEach(process -> names.put(process.pid(), process.name()));
    List<StartedProgram> found = new ArrayList<>();
    for (ProcessFacts process : all) {
      UntoldProgram program = programs.get(process.name());
      boolean inner = programs.containsKey(names.getOrDefault(process.parent(), ""));
      if (program != null && !inner && program.changes().test(process.words())) {
        found.add(StartedProgram.of(program, process));
      }
    }
    return found;
  }
}
