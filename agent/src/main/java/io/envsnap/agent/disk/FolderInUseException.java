package io.envsnap.agent.disk;

import java.io.IOException;

/** Another run of envsnap holds the lock of a folder. */
public class FolderInUseException extends IOException {
  private static final long serialVersionUID = 1L;

  /** With a sentence that names the folder and, where known, the process. */
  public FolderInUseException(String message) {
    super(message);
  }
}
