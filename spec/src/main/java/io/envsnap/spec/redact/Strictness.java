package io.envsnap.spec.redact;

/** How sure one has to be before something counts as a secret. */
enum Strictness {
  /**
   * Commands, logs and settings: whatever is called a password is one. A mistake costs a word of
   * the story.
   */
  ANY,
  /** Files of a person's own: only what looks like a token too. A mistake would change the file. */
  SURE
}
