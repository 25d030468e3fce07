package io.envsnap.cli.command;

import io.envsnap.agent.verb.VerbException;

/** Exit codes, documented in every command's help and never given another meaning. */
final class ExitCodes {
  /** Done, and exact but for what recording left out by rule. */
  static final int DONE = 0;

  /** Failed. */
  static final int FAILED = 1;

  /** The command line makes no sense. */
  static final int USAGE = 2;

  /** Done with drift, or in part. */
  static final int DRIFT = 3;

  /** Refused by a check; nothing was changed. */
  static final int REFUSED = 4;

  /** The lockfile cannot be used. */
  static final int LOCKFILE = 10;

  /** The store cannot be reached, or lacks what is asked of it. */
  static final int STORE = 11;

  /** The system or the store does not let us. */
  static final int DENIED = 12;

  /** Stored bytes are not what they must be. */
  static final int CORRUPT = 13;

  private ExitCodes() {}

  /** The exit code of a failure. */
  static int of(VerbException.Kind kind) {
    return switch (kind) {
      case FAILED -> FAILED;
      case REFUSED, NOTHING -> REFUSED;
      case USAGE -> USAGE;
      case LOCKFILE -> LOCKFILE;
      case STORE -> STORE;
      case DENIED -> DENIED;
      case CORRUPT -> CORRUPT;
    };
  }
}
