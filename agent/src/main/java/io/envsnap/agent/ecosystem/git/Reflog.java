package io.envsnap.agent.ecosystem.git;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What git itself keeps of the moves of a {@code HEAD} (git-reflog(1)), one line a move.
 *
 * @param moves oldest first
 */
record Reflog(List<Move> moves) {
  private static final Pattern LINE =
      Pattern.compile("[0-9a-f]{40,64} [0-9a-f]{40,64} .*> ([0-9]{1,12}) [-+][0-9]{4}\t(.*)");

  Reflog {
    moves = List.copyOf(moves);
  }

  /**
   * One move.
   *
   * @param second since 1970, by the committer's clock
   * @param what git's word for it, such as {@code commit: first}
   */
  record Move(long second, String what) {}

  /** Lines that are none of git's are passed over. */
  static Reflog parse(List<String> lines) {
    List<Move> moves = new ArrayList<>();
    for (String line : lines) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        moves.add(new Move(Long.parseLong(matcher.group(1)), matcher.group(2)));
      }
    }
    return new Reflog(moves);
  }
}
