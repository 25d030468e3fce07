package io.envsnap.agent.ecosystem.git;

import java.util.regex.Pattern;

/** What becomes of a file among git's own data (gitrepository-layout(5)). */
enum DataRule {
  /** Recorded as it is: no text that a person or an address could have got into. */
  AS_IT_IS,
  /** Recorded once addresses and tokens are taken out. */
  TEXT,
  /** A configuration file: settings that run programs are taken out too. */
  CONFIG,
  /** A program that git runs by itself. */
  HOOK,
  /** Left behind by a git that was killed, or belonging to one that runs: worthless elsewhere. */
  LEFTOVER;

  private static final Pattern LEFTOVERS =
      Pattern.compile(
          "(?:.*/)?[^/]*\\.lock"
              + "|(?:.*/)?objects/(?:.*/)?(?:tmp_|incoming-|\\.tmp-).*"
              + "|(?:.*/)?lfs/(?:tmp|incomplete)/.*"
              + "|(?:.*/)?(?:gc\\.pid|fsmonitor--daemon.*|lfs/lock.*)");

  private static final Pattern PLAIN =
      Pattern.compile(
          "(?:.*/)?(?:objects|refs|reftable)/.*"
              + "|(?:.*/)?lfs/objects/.*"
              + "|(?:.*/)?hooks/[^/]*\\.sample"
              + "|(?:.*/)?(?:index|sharedindex\\..*|HEAD|ORIG_HEAD|packed-refs|shallow|commondir"
              + "|gitdir)");

  private static final Pattern HOOKS = Pattern.compile("(?:modules/.*/)?hooks/.*");
  private static final Pattern CONFIGS =
      Pattern.compile("(?:(?:modules|worktrees)/.*/)?config(?:\\.worktree)?");

  /**
   * The rule for a file.
   *
   * @param relative its path below the folder of git data
   */
  static DataRule of(String relative) {
    if (LEFTOVERS.matcher(relative).matches()) {
      return LEFTOVER;
    }
    if (relative.startsWith("logs/")) {
      return TEXT;
    }
    if (PLAIN.matcher(relative).matches()) {
      return AS_IT_IS;
    }
    if (HOOKS.matcher(relative).matches()) {
      return HOOK;
    }
    return CONFIGS.matcher(relative).matches() ? CONFIG : TEXT;
  }
}
