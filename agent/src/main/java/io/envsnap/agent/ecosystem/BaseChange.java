package io.envsnap.agent.ecosystem;

import java.util.List;

/**
 * Something of the base that recorded entries stand on, and that is another one on this machine.
 *
 * @param what for people, such as {@code apt libssl3:amd64} or {@code glibc}
 * @param recorded its version when it was recorded
 * @param here its version on this machine; empty where it is missing
 * @param neededBy names of entries that stand on it, sorted; empty where all may
 */
public record BaseChange(String what, String recorded, String here, List<String> neededBy) {
  private static final int MOST_NAMES = 3;

  /** Takes its own copy. */
  public BaseChange {
    neededBy = List.copyOf(neededBy);
  }

  /** {@code apt libssl3:amd64 is 3.0.11 here and was 3.0.9 (curl, git and 7 more need it)}. */
  public String spoken() {
    String state =
        here.isEmpty()
            ? " is missing here and was " + recorded
            : " is " + here + " here and was " + recorded;
    int shown = Math.min(MOST_NAMES, neededBy.size());
    int more = neededBy.size() - shown;
    String users = String.join(", ", neededBy.subList(0, shown));
    String all = more == 0 ? users : users + " and " + more + " more";
    boolean one = neededBy.size() == 1;
    return what
        + state
        + (neededBy.isEmpty() ? "" : " (" + all + (one ? " needs it)" : " need it)"));
  }
}
