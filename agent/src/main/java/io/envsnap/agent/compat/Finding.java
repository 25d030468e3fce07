package io.envsnap.agent.compat;

/**
 * What a rule says of one package on one machine.
 *
 * @param verdict whether it runs
 * @param subject the package and its version, and the card where there are several
 * @param fact why, as one sentence
 * @param source where that fact stands, and when it was read there
 * @param cure what to do, as one sentence; empty where there is nothing to do
 */
public record Finding(Verdict verdict, String subject, String fact, String source, String cure) {
  /** The same, with what to do about it. */
  Finding curedBy(String how) {
    return new Finding(verdict, subject, fact, source, how);
  }
}
