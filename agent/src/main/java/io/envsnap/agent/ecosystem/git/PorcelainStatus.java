package io.envsnap.agent.ecosystem.git;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What {@code git status --porcelain=v2 --branch -z} says (git-status(1)).
 *
 * @param head commit; empty before the first one
 * @param branch its name; empty when detached
 * @param upstream of the branch; empty without one
 * @param ahead commits that the upstream lacks
 * @param staged paths that differ between HEAD and the index
 * @param modified paths that differ between the index and the worktree
 * @param conflicts unmerged paths
 * @param untracked paths relative to the worktree; of a folder only its own, with a slash at its
 *     end
 */
record PorcelainStatus(
    String head,
    String branch,
    String upstream,
    int ahead,
    int staged,
    List<Modified> modified,
    int conflicts,
    List<String> untracked) {
  /** Takes its own copies. */
  PorcelainStatus {
    modified = List.copyOf(modified);
    untracked = List.copyOf(untracked);
  }

  /**
   * A path whose worktree file differs from the index.
   *
   * @param path relative to the worktree
   * @param change git's letter: M, T, D or U
   * @param blob what the index has
   */
  record Modified(String path, char change, String blob) {}

  /** The same, with other differences between index and worktree. */
  PorcelainStatus withModified(List<Modified> other) {
    return new PorcelainStatus(head, branch, upstream, ahead, staged, other, conflicts, untracked);
  }

  /** The same without differences and untracked files whose path is not wanted. */
  PorcelainStatus only(Predicate<String> wanted) {
    return new PorcelainStatus(
        head,
        branch,
        upstream,
        ahead,
        staged,
        modified.stream().filter(one -> wanted.test(one.path())).toList(),
        conflicts,
        untracked.stream().filter(wanted).toList());
  }

  /** Reads the output; empty when it is none. */
  static Optional<PorcelainStatus> parse(byte[] output) {
    String head = "";
    String branch = "";
    String upstream = "";
    int ahead = 0;
    int staged = 0;
    int conflicts = 0;
    List<String> untracked = new ArrayList<>();
    boolean any = false;
    List<Modified> modified = new ArrayList<>();
    List<String> records = GitText.records(output);
    for (int i = 0; i < records.size(); i++) {
      String record = records.get(i);
      if (record.startsWith("# branch.oid ")) {
        any = true;
        head = optional(record.substring("# branch.oid ".length()), "(initial)");
      } else if (record.startsWith("# branch.head ")) {
        branch = optional(record.substring("# branch.head ".length()), "(detached)");
      } else if (record.startsWith("# branch.upstream ")) {
        upstream = record.substring("# branch.upstream ".length());
      } else if (record.startsWith("# branch.ab +")) {
        ahead = number(record.substring("# branch.ab +".length()));
      } else if (record.startsWith("1 ") || record.startsWith("2 ")) {
        boolean renamed = record.charAt(0) == '2';
        String[] fields = record.split(" ", renamed ? 10 : 9);
        if (fields.length == (renamed ? 10 : 9) && fields[1].length() == 2) {
          staged += fields[1].charAt(0) == '.' ? 0 : 1;
          if (fields[1].charAt(1) != '.') {
            modified.add(new Modified(fields[fields.length - 1], fields[1].charAt(1), fields[7]));
          }
        }
        i += renamed ? 1 : 0;
      } else if (record.startsWith("u ")) {
        conflicts++;
        String[] fields = record.split(" ", 11);
        if (fields.length == 11) {
          modified.add(new Modified(fields[10], 'U', ""));
        }
      } else if (record.startsWith("? ")) {
        untracked.add(record.substring("? ".length()));
      }
    }
    return any
        ? Optional.of(
            new PorcelainStatus(
                head, branch, upstream, ahead, staged, modified, conflicts, untracked))
        : Optional.empty();
  }

  private static String optional(String text, String none) {
    return text.equals(none) ? "" : text;
  }

  private static int number(String text) {
    int space = text.indexOf(' ');
    try {
      return Integer.parseInt(space < 0 ? text : text.substring(0, space));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
