package io.envsnap.agent.compat;

/** Whether something runs on a machine; later is worse. */
public enum Verdict {
  /** Every rule that was asked says yes. */
  RUNS("runs"),
  /** No rule knows enough to say. */
  UNKNOWN("unknown"),
  /** It starts, and something that it may ask for will fail or be slow. */
  RUNS_WITH_LIMITS("runs with limits"),
  /** It fails at the latest at its first use of the card. */
  WILL_NOT_RUN("will not run");

  private final String spoken;

  Verdict(String spoken) {
    this.spoken = spoken;
  }

  /** For people. */
  public String spoken() {
    return spoken;
  }
}
