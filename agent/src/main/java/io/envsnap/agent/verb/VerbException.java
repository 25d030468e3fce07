package io.envsnap.agent.verb;

import io.envsnap.agent.disk.FolderInUseException;
import io.envsnap.agent.disk.NotPermittedException;
import io.envsnap.agent.ecosystem.EcosystemException;
import io.envsnap.agent.ecosystem.MachineNotReadyException;
import io.envsnap.agent.store.StoreException;
import java.io.IOException;

/** A verb stopped: one sentence, what to do about it, and the kind that the exit code tells. */
public final class VerbException extends Exception {
  private static final long serialVersionUID = 1L;
  private final Kind kind;
  private final String hint;

  /** What went wrong, as far as a script needs to know. */
  public enum Kind {
    /** Anything else. */
    FAILED,
    /** A check said no; nothing was changed. */
    REFUSED,
    /** The same, because there is nothing that the verb could do. */
    NOTHING,
    /** The command line makes no sense. */
    USAGE,
    /** The lockfile cannot be used. */
    LOCKFILE,
    /** The store cannot be reached, or lacks what is asked of it. */
    STORE,
    /** The system or the store does not let us. */
    DENIED,
    /** Stored bytes are not what they must be. */
    CORRUPT
  }

  /** With one sentence and a hint. */
  public VerbException(Kind kind, String message, String hint) {
    super(message);
    this.kind = kind;
    this.hint = hint;
  }

  /** With one sentence, a hint and what the system said. */
  public VerbException(Kind kind, String message, String hint, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.hint = hint;
  }

  /**
   * What a failure of this machine's disk means to a verb.
   *
   * @param what what stopped, such as {@code Recording stopped}
   * @param hint what to do when the failure itself does not tell
   */
  public static VerbException of(String what, IOException e, String hint) {
    String said = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    Kind kind = Kind.FAILED;
    String advice = hint;
    if (e instanceof FolderInUseException) {
      kind = Kind.REFUSED;
      advice = "Wait until it has ended, then run the same command again";
    } else if (e instanceof NotPermittedException) {
      kind = Kind.DENIED;
    }
    return new VerbException(kind, what + ": " + said, advice, e);
  }

  /** What a store's failure means to a verb. */
  public static VerbException of(StoreException e) {
    Kind kind;
    if (e instanceof StoreException.Corrupt) {
      kind = Kind.CORRUPT;
    } else if (e instanceof StoreException.Denied) {
      kind = Kind.DENIED;
    } else if (e instanceof StoreException.Full) {
      kind = Kind.FAILED;
    } else {
      kind = Kind.STORE;
    }
    return new VerbException(kind, String.valueOf(e.getMessage()), e.hint(), e);
  }

  /** What an ecosystem's failure means to a verb. */
  public static VerbException of(EcosystemException e) {
    Kind kind = e instanceof MachineNotReadyException ? Kind.REFUSED : Kind.FAILED;
    return new VerbException(kind, String.valueOf(e.getMessage()), e.hint(), e);
  }

  @Override
  public String getMessage() {
    String message = super.getMessage();
    return message == null ? kind.name() : message;
  }

  /** The kind. */
  public Kind kind() {
    return kind;
  }

  /** What to do about it. */
  public String hint() {
    return hint;
  }
}
