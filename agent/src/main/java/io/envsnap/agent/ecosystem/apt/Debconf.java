package io.envsnap.agent.ecosystem.apt;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which packages ask which of debconf's questions (debconf-devel(7)): the database of answers names
 * them, that of templates names only questions, which need not begin with a package's name.
 *
 * @param packages by question
 */
record Debconf(Map<String, Set<String>> packages) {
  private static final String OWNERS = "Owners";
  private static final String FLAGS = "Flags";

  Debconf {
    packages = Map.copyOf(packages);
  }

  /** Reads the records of the database of answers. */
  static Debconf of(Iterable<String> answers) {
    Map<String, Set<String>> packages = new HashMap<>();
    for (String answer : answers) {
      Stanza stanza = new Stanza(answer);
      packages.put(stanza.value("Name"), askers(stanza));
    }
    return new Debconf(packages);
  }

  /** Names of the packages that ask the question of a record of answers. */
  static Set<String> askers(Stanza answer) {
    Set<String> names = new LinkedHashSet<>();
    owners(answer).forEach(owner -> names.add(owner.replaceFirst(":.*", "")));
    return names;
  }

  /** Names of the packages that ask any question of a record of templates. */
  Set<String> users(Stanza template) {
    Set<String> names = new LinkedHashSet<>();
    owners(template).forEach(question -> names.addAll(packages.getOrDefault(question, Set.of())));
    return names;
  }

  private static List<String> owners(Stanza stanza) {
    return Arrays.stream(stanza.value(OWNERS).split(",", -1))
        .map(String::strip)
        .filter(owner -> !owner.isEmpty())
        .toList();
  }

  /** Whether a person, or someone for a person, has answered rather than the default. */
  static boolean isAnswered(Stanza answer) {
    return Arrays.asList(answer.value(FLAGS).split("[ ,]+", -1)).contains("seen");
  }

  /** The same record, owned by the owners of both. */
  static Stanza owned(Stanza record, Stanza also) {
    Set<String> all = new TreeSet<>(owners(record));
    boolean more = all.addAll(owners(also));
    return more ? record.with(OWNERS, String.join(", ", all)) : record;
  }

  /** Whether two records say the same, whoever owns them. */
  static boolean sameButOwners(Stanza one, Stanza other) {
    return one.without(OWNERS).equals(other.without(OWNERS));
  }
}
