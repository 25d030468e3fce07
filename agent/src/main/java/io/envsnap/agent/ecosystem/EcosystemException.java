package io.envsnap.agent.ecosystem;

/** An ecosystem's own state cannot be read, or is being changed by somebody else. */
public class EcosystemException extends Exception {
  private static final long serialVersionUID = 1L;
  private final String hint;

  /** With one sentence and what to do about it. */
  public EcosystemException(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  /** With one sentence, what to do about it and what the system said. */
  public EcosystemException(String message, String hint, Throwable cause) {
    super(message, cause);
    this.hint = hint;
  }

  /** What to do about it. */
  public String hint() {
    return hint;
  }
}
