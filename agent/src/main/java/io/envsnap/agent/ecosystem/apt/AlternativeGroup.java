package io.envsnap.agent.ecosystem.apt;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Programs that do the same job under one name (update-alternatives(1)), as {@code
 * /var/lib/dpkg/alternatives} has them.
 *
 * @param name of the group, such as {@code editor}
 * @param manual whether a person chose, rather than the greatest priority
 * @param link where the name lies, such as {@code /usr/bin/editor}
 * @param slaves further links that follow the choice: name to link
 * @param choices by the path that may be chosen
 */
record AlternativeGroup(
    String name,
    boolean manual,
    String link,
    Map<String, String> slaves,
    Map<String, Choice> choices) {
  private static final List<String> PLACES =
      List.of("/usr/", "/etc/", "/bin/", "/sbin/", "/lib", "/opt/", "/var/lib/");
  private static final String MANUAL = "manual";

  AlternativeGroup {
    slaves = Collections.unmodifiableMap(new LinkedHashMap<>(slaves));
    choices = Collections.unmodifiableMap(new LinkedHashMap<>(choices));
  }

  /**
   * One that may be chosen.
   *
   * @param path of the program
   * @param priority with which it offers itself
   * @param slaves name of each slave to the path that it then leads to; none where it has no such
   */
  record Choice(String path, int priority, Map<String, String> slaves) {
    Choice {
      slaves = Collections.unmodifiableMap(new LinkedHashMap<>(slaves));
    }

    /** Whether a group has it, just as it is. */
    boolean isOffered(AlternativeGroup group) {
      Choice there = group.choices().get(path);
      return there != null && priority == there.priority && slaves.equals(there.slaves);
    }
  }

  /** Whether it may name a group: one word, nothing that reads as an option or a folder. */
  static boolean isName(String name) {
    return name.matches("[A-Za-z0-9_][A-Za-z0-9_.+:@-]{0,127}");
  }

  /** Reads a group's file; empty when it is damaged or holds a path that is none. */
  static Optional<AlternativeGroup> parse(String name, List<String> lines) {
    if (lines.size() < 2 || !isName(name) || !isPath(lines.get(1))) {
      return Optional.empty();
    }
    Map<String, String> slaves = new LinkedHashMap<>();
    int at = 2;
    while (at + 1 < lines.size() && !lines.get(at).isEmpty()) {
      if (!isName(lines.get(at)) || !isPath(lines.get(at + 1))) {
        return Optional.empty();
      }
      slaves.put(lines.get(at), lines.get(at + 1));
      at += 2;
    }
    at++;
    Map<String, Choice> choices = new LinkedHashMap<>();
    while (at < lines.size() && !lines.get(at).isEmpty()) {
      Optional<Choice> choice = choice(lines, at, new ArrayList<>(slaves.keySet()));
      if (choice.isEmpty()) {
        return Optional.empty();
      }
      choices.put(choice.get().path(), choice.get());
      at += 2 + slaves.size();
    }
    return Optional.of(
        new AlternativeGroup(name, lines.get(0).equals(MANUAL), lines.get(1), slaves, choices));
  }

  private static Optional<Choice> choice(List<String> lines, int at, List<String> slaves) {
    boolean whole = at + 1 + slaves.size() < lines.size();
    if (!whole || !isPath(lines.get(at)) || !lines.get(at + 1).matches("-?[0-9]{1,9}")) {
      return Optional.empty();
    }
    Map<String, String> paths = new LinkedHashMap<>();
    for (int i = 0; i < slaves.size(); i++) {
      String path = lines.get(at + 2 + i);
      if (!path.isEmpty() && !isPath(path)) {
        return Optional.empty();
      }
      if (!path.isEmpty()) {
        paths.put(slaves.get(i), path);
      }
    }
    return Optional.of(new Choice(lines.get(at), Integer.parseInt(lines.get(at + 1)), paths));
  }

  /**
   * Whether its links lie where those of packages do: a snapshot must not have them made elsewhere,
   * such as in place of somebody's keys.
   */
  boolean isOfPrograms() {
    return Stream.concat(Stream.of(link), slaves.values().stream())
        .allMatch(path -> PLACES.stream().anyMatch(path::startsWith));
  }

  private static boolean isPath(String text) {
    return SystemFiles.path(text).isPresent();
  }

  /** The same group with only some of its choices. */
  AlternativeGroup only(Map<String, Choice> kept) {
    return new AlternativeGroup(name, manual, link, slaves, kept);
  }

  /** The group's file, as update-alternatives would write it. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(manual ? MANUAL : "auto");
    lines.add(link);
    slaves.forEach(
        (slave, path) -> {
          lines.add(slave);
          lines.add(path);
        });
    lines.add("");
    for (Choice choice : choices.values()) {
      lines.add(choice.path());
      lines.add(String.valueOf(choice.priority()));
      slaves.keySet().forEach(slave -> lines.add(choice.slaves().getOrDefault(slave, "")));
    }
    lines.add("");
    return lines;
  }

  /** The words that offer a choice to a machine. */
  List<String> install(Choice choice) {
    List<String> words = new ArrayList<>();
    words.addAll(
        List.of(
            "update-alternatives",
            "--quiet",
            "--install",
            link,
            name,
            choice.path(),
            String.valueOf(choice.priority())));
    choice
        .slaves()
        .forEach(
            (slave, path) ->
                words.addAll(List.of("--slave", slaves.getOrDefault(slave, path), slave, path)));
    return words;
  }

  /** The words that choose for good. */
  List<String> set(String path) {
    return List.of("update-alternatives", "--quiet", "--set", name, path);
  }

  /** The words that take an offer back. */
  List<String> remove(String path) {
    return List.of("update-alternatives", "--quiet", "--remove", name, path);
  }
}
