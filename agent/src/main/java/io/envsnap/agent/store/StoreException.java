package io.envsnap.agent.store;

/** A store failed; the kinds are sorted by what can be done about it. */
public abstract sealed class StoreException extends Exception {
  private static final long serialVersionUID = 1L;
  private final String hint;

  private StoreException(String message, String hint, Throwable cause) {
    super(message, cause);
    this.hint = hint;
  }

  private StoreException(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  /** What to do about it. */
  public String hint() {
    return hint;
  }

  /** The object is not there. */
  public static final class Missing extends StoreException {
    private static final long serialVersionUID = 1L;

    /** With one sentence and a hint. */
    public Missing(String message, String hint) {
      super(message, hint);
    }
  }

  /** The object is there and is not what it must be. */
  public static final class Corrupt extends StoreException {
    private static final long serialVersionUID = 1L;

    /** With one sentence and a hint. */
    public Corrupt(String message, String hint) {
      super(message, hint);
    }

    /** With one sentence, a hint and what the decoder said. */
    public Corrupt(String message, String hint, Throwable cause) {
      super(message, hint, cause);
    }
  }

  /** The store cannot be reached now. */
  public static final class Unavailable extends StoreException {
    private static final long serialVersionUID = 1L;

    /** With one sentence, a hint and what the system said. */
    public Unavailable(String message, String hint, Throwable cause) {
      super(message, hint, cause);
    }
  }

  /** The store has no room. */
  public static final class Full extends StoreException {
    private static final long serialVersionUID = 1L;

    /** With one sentence, a hint and what the system said. */
    public Full(String message, String hint, Throwable cause) {
      super(message, hint, cause);
    }
  }

  /** The store does not let us. */
  public static final class Denied extends StoreException {
    private static final long serialVersionUID = 1L;

    /** With one sentence, a hint and what the system said. */
    public Denied(String message, String hint, Throwable cause) {
      super(message, hint, cause);
    }
  }
}
