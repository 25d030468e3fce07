package io.envsnap.agent.disk;

import java.io.IOException;

/** The file system, or this user's share of it, has no space left. */
public class DiskFullException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With a sentence that names what could not be written. */
  public DiskFullException(String message) {
    super(message);
  }

  /** With a sentence that names what could not be written, and what the system said. */
  public DiskFullException(String message, Throwable cause) {
    super(message, cause);
  }
}
