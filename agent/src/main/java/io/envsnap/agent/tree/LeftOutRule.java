package io.envsnap.agent.tree;

/**
 * One reason for which paths are never part of a session.
 *
 * @param pattern a path with all below it; {@code ~} stands for every user's home, {@code **}{@code
 *     /} for any folder, {@code *} for any part of one name
 * @param reason why, as one clause
 * @param report whether people hear of it
 */
public record LeftOutRule(String pattern, String reason, Report report) {
  /** Who hears that something was left out. */
  public enum Report {
    /** Nobody: it means nothing on another machine. */
    SILENT,
    /** People: each path by name. */
    NAMED,
    /** People: the topmost folder or file below the rule's, with the size of all in it. */
    SUMMED
  }
}
