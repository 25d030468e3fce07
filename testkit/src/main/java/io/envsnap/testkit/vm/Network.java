package io.envsnap.testkit.vm;

/** What a machine can reach. */
public enum Network {
  /** Everything that the host reaches, the host's own loopback servers included. */
  HOST,
  /** Nothing but its own loopback. */
  CUT
}
