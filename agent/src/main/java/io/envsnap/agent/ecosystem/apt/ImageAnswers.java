package io.envsnap.agent.ecosystem.apt;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Answers that scripts gave to debconf's questions of the image's packages. Where the image is not
 * known, nobody can tell the session's scripts from those that made the image; so such an answer
 * counts for a machine only whose image has the asking packages in the same versions: if it was the
 * image's, that machine has it already.
 *
 * @param recorded versions of the image's packages that the session left alone, by name
 * @param here versions of this machine's packages, by name
 */
record ImageAnswers(Map<String, Set<String>> recorded, Map<String, Set<String>> here) {
  static final String PART = "base/fingerprint";

  ImageAnswers {
    recorded = Map.copyOf(recorded);
    here = Map.copyOf(here);
  }

  /** From the parts of a snapshot and this machine's packages. */
  static ImageAnswers of(Map<String, byte[]> parts, DpkgStatus status) {
    Map<String, Set<String>> recorded = new HashMap<>();
    for (String line : SystemFiles.lines(parts.getOrDefault(PART, new byte[0]))) {
      List<String> words = List.of(line.split(" ", -1));
      if (words.size() == 3) {
        recorded.computeIfAbsent(words.get(0), name -> new HashSet<>()).add(words.get(2));
      }
    }
    Map<String, Set<String>> here = new HashMap<>();
    for (PackageId id : status.installed().keySet()) {
      here.computeIfAbsent(id.name(), name -> new HashSet<>()).add(status.version(id));
    }
    return new ImageAnswers(recorded, here);
  }

  /** Whether a script has given an answer of its own: the default is nobody's. */
  static boolean isGiven(Stanza answer, Optional<Stanza> template) {
    String value = answer.value("Value");
    return !value.isEmpty() && !value.equals(template.map(t -> t.value("Default")).orElse(""));
  }

  /** Whether a recorded answer may count here. */
  boolean count(Stanza answer) {
    return Debconf.isAnswered(answer)
        || Debconf.askers(answer).stream()
            .filter(recorded::containsKey)
            .allMatch(name -> Objects.equals(recorded.get(name), here.get(name)));
  }
}
