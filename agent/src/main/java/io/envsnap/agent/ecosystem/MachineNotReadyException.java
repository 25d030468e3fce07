package io.envsnap.agent.ecosystem;

/**
 * This machine has to be repaired first: whatever was written to it now could break it. Thrown
 * while planning, so nothing has been changed.
 */
public final class MachineNotReadyException extends EcosystemException {
  private static final long serialVersionUID = 1L;

  /** With one sentence and how to repair it. */
  public MachineNotReadyException(String message, String hint) {
    super(message, hint);
  }
}
