package io.envsnap.agent.ecosystem;

/** A capture that has read whatever is the same whichever paths others claim. */
@FunctionalInterface
public interface BegunCapture {
  /**
   * Completes it, once all ecosystems before this one have claimed.
   *
   * @throws EcosystemException as {@link Ecosystem#capture}
   */
  Capture complete() throws EcosystemException;
}
