package io.envsnap.agent.disk;

import java.io.IOException;

/** This user may not do that there, or the file system is read-only. */
public class NotPermittedException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With a sentence that names the path. */
  public NotPermittedException(String message) {
    super(message);
  }

  /** With a sentence that names the path, and what the system said. */
  public NotPermittedException(String message, Throwable cause) {
    super(message, cause);
  }
}
