package io.envsnap.cli.command;

import java.util.Collection;
import java.util.List;

/** What a mistyped word may have meant: the known words that begin with it or are closest to it. */
final class Suggestions {
  private static final int SHORTEST_BEGINNING = 3;
  private static final int LETTERS_A_SLIP = 3;
  private static final int MOST_SLIPS = 2;

  private Suggestions() {}

  /** The words that may be meant, sorted; empty when none is close. */
  static List<String> of(String typed, Collection<String> known) {
    if (typed.length() >= SHORTEST_BEGINNING) {
      List<String> longer =
          known.stream().filter(word -> word.startsWith(typed)).sorted().distinct().toList();
      if (!longer.isEmpty()) {
        return longer;
      }
    }
    if (typed.matches("-[a-z]")) {
      return known.stream()
          .filter(word -> word.startsWith("-" + typed))
          .sorted()
          .distinct()
          .toList();
    }
    int allowed = Math.min(MOST_SLIPS, typed.length() / LETTERS_A_SLIP);
    int closest = known.stream().mapToInt(word -> slips(typed, word)).min().orElse(allowed + 1);
    return closest > allowed
        ? List.of()
        : known.stream().filter(word -> slips(typed, word) == closest).sorted().distinct().toList();
  }

  /**
   * How many letters were left out, added, mistaken or exchanged with their neighbour (optimal
   * string alignment distance).
   */
  static int slips(String from, String to) {
    int[][] cost = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      cost[i][0] = i;
    }
    for (int j = 0; j <= to.length(); j++) {
      cost[0][j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      for (int j = 1; j <= to.length(); j++) {
        int mistaken = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        int least = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
        least = Math.min(least, cost[i - 1][j - 1] + mistaken);
        boolean exchanged =
            i > 1
                && j > 1
                && from.charAt(i - 1) == to.charAt(j - 2)
                && from.charAt(i - 2) == to.charAt(j - 1);
        cost[i][j] = exchanged ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
      }
    }
    return cost[from.length()][to.length()];
  }
}
