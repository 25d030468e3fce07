package io.envsnap.agent.ecosystem;

/** Both sides changed one record of a shared database, each in its own way. */
public class MergeConflictException extends Exception {
  private static final long serialVersionUID = 1L;

  /** With a sentence that names the record. */
  public MergeConflictException(String message) {
    super(message);
  }
}
