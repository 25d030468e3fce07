package io.envsnap.agent.store.gdrive;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a store of Google Drive needs of its machine.
 *
 * @param root address of the service, with a final slash; other than Google's in tests only
 * @param environment variables that tell where a sign-in lies
 * @param home the user's home folder
 * @param state envsnap's state folder, never recorded
 * @param spool for packs on their way
 */
public record DrivePlace(
    String root, Map<String, String> environment, Path home, Path state, Path spool) {
  /** Google's own. */
  public static final String GOOGLE = "https://www.googleapis.com/";

  /** Takes its own copy. */
  public DrivePlace {
    environment = Map.copyOf(environment);
    root = root.endsWith("/") ? root : root + "/";
  }
}
