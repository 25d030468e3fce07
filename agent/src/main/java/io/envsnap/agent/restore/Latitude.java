package io.envsnap.agent.restore;

/**
 * What a person lets a restore do beyond the usual.
 *
 * @param bestEffort bring back what can be, although something else cannot be fetched
 */
public record Latitude(boolean bestEffort) {
  /** Nothing more. */
  public static final Latitude USUAL = new Latitude(false);
}
