package io.envsnap.agent.disk;

import java.io.IOException;

/** The disk itself could not read or write something (EIO). */
public class DiskFailedException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With a sentence that names what could not be read or written. */
  public DiskFailedException(String message) {
    super(message);
  }
}
