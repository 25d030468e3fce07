package io.envsnap.agent.record;

import io.envsnap.spec.journal.JournalLine;
import io.envsnap.spec.journal.ProcessKey;
import io.envsnap.spec.lockfile.Need;
import io.envsnap.spec.redact.Finding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Credentials that commands were given on their line or by their environment, and that nobody wrote
 * down: which they were, and for what, so that the next person can be told.
 */
final class GivenCredentials {
  private static final String PURPOSE = "the command `";
  private static final String VERB = "[a-z][a-z-]{1,30}";

  /** Commands that have commands of their own. */
  private static final Set<String> NESTED = Set.of("pip", "tool", "submodule", "lfs");

  private GivenCredentials() {}

  /** All of them, as a lockfile names them. */
  static List<Need> of(List<JournalLine> lines) {
    Map<ProcessKey, String> purposes = new HashMap<>();
    SortedSet<Need> needs = new TreeSet<>();
    for (JournalLine line : lines) {
      if (line.phase() == JournalLine.Phase.START) {
        purposes.putIfAbsent(line.key(), purpose(line.by(), line.words()));
      } else if (line.phase() == JournalLine.Phase.NEED && !line.field(0).isEmpty()) {
        String purpose = purposes.getOrDefault(line.key(), purpose(line.by(), List.of()));
        Finding usual = Finding.ofSite(line.field(0));
        String give = line.field(1).isEmpty() ? usual.give() : line.field(1);
        needs.add(new Finding(line.field(0), give).need(purpose));
      }
    }
    return List.copyOf(needs);
  }

  /**
   * Whether a need of an earlier lockfile is one of a command, which no later record finds again.
   */
  static boolean isOfCommand(Need need) {
    return need.purpose().startsWith(PURPOSE);
  }

  private static String purpose(String by, List<String> words) {
    List<String> verbs =
        words.stream()
            .skip(1)
            .filter(word -> word.matches(VERB) && !word.equals(by))
            .limit(2)
            .toList();
    boolean nested = !verbs.isEmpty() && NESTED.contains(verbs.get(0));
    StringBuilder command = new StringBuilder(by);
    verbs.stream().limit(nested ? 2 : 1).forEach(verb -> command.append(' ').append(verb));
    return PURPOSE + command + "`";
  }
}
