package io.envsnap.spec.snapshot;

/** When a restore writes a path, so that a cut in between never leaves a package half there. */
public enum Placement {
  /** With everything else. */
  CONTENT,
  /**
   * After all content: what says that a package is installed, such as a dist-info folder or dpkg's
   * info files.
   */
  LATE
}
