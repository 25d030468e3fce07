package io.envsnap.agent.ecosystem.apt;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which numbers recorded users and groups get on this machine: the recorded one, or the next free
 * one of its range where somebody else has it here. The same input gives the same answer, so that
 * merges of several files agree.
 *
 * @param uids by name of user
 * @param gids by name of group
 */
record AccountNumbers(Map<String, Integer> uids, Map<String, Integer> gids) {
  private static final int NUMBER = 2;
  // Debian Policy 9.2.2: 0-99 are given out by Debian, 100-999 by packages, the rest by people.
  private static final int FIRST_OF_PACKAGES = 100;
  private static final int FIRST_OF_PEOPLE = 1000;
  private static final int LAST_OF_PEOPLE = 59_999;

  AccountNumbers {
    uids = Map.copyOf(uids);
    gids = Map.copyOf(gids);
  }

  /**
   * Decides.
   *
   * @param passwd this machine's users
   * @param group this machine's groups
   * @param users recorded lines of passwd(5)
   * @param groups recorded lines of group(5)
   */
  static AccountNumbers decide(
      AccountLines passwd, AccountLines group, AccountLines users, AccountLines groups) {
    return new AccountNumbers(assign(passwd, users), assign(group, groups));
  }

  private static Map<String, Integer> assign(AccountLines here, AccountLines recorded) {
    Map<String, Integer> numbers = new TreeMap<>();
    Set<Integer> taken = new HashSet<>();
    here.byName().keySet().forEach(name -> here.number(name, NUMBER).ifPresent(taken::add));
    for (String name : byNumber(recorded)) {
      int wanted = recorded.number(name, NUMBER).orElse(FIRST_OF_PACKAGES);
      int number = here.number(name, NUMBER).orElseGet(() -> free(wanted, taken, recorded));
      taken.add(number);
      numbers.put(name, number);
    }
    return numbers;
  }

  private static List<String> byNumber(AccountLines recorded) {
    return recorded.byName().keySet().stream()
        .sorted(
            Comparator.comparing((String name) -> recorded.number(name, NUMBER).orElse(0))
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  private static int free(int wanted, Set<Integer> taken, AccountLines recorded) {
    if (wanted > 0 && !taken.contains(wanted)) {
      return wanted;
    }
    Collection<Integer> spokenFor = new HashSet<>(taken);
    recorded.byName().keySet().forEach(n -> recorded.number(n, NUMBER).ifPresent(spokenFor::add));
    int from = wanted >= FIRST_OF_PEOPLE ? FIRST_OF_PEOPLE : FIRST_OF_PACKAGES;
    int to = wanted >= FIRST_OF_PEOPLE ? LAST_OF_PEOPLE : FIRST_OF_PEOPLE - 1;
    for (int number = from; number <= to; number++) {
      if (!spokenFor.contains(number)) {
        return number;
      }
    }
    throw new IllegalStateException("no free number between " + from + " and " + to);
  }
}
