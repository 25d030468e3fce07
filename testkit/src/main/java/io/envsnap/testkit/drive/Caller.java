package io.envsnap.testkit.drive;

import java.util.Set;

/**
 * Who asks.
 *
 * @param user the person's address
 * @param client id of the app that the token was made for
 * @param scopes what the token is good for
 * @param service whether it is a service account, which owns no storage
 */
record Caller(String user, String client, Set<String> scopes, boolean service) {
  private static final String SCOPE = "https://www.googleapis.com/auth/";
  static final String FULL = SCOPE + "drive";
  static final String FILE = SCOPE + "drive.file";
  static final String READ = SCOPE + "drive.readonly";

  Caller {
    scopes = Set.copyOf(scopes);
  }

  boolean mayUseDrive() {
    return scopes.contains(FULL) || scopes.contains(FILE) || scopes.contains(READ);
  }

  boolean mayWrite() {
    return scopes.contains(FULL) || scopes.contains(FILE);
  }

  /** Whether only files that this app made or opened for this person are seen. */
  boolean seesOwnFilesOnly() {
    return !scopes.contains(FULL) && !scopes.contains(READ);
  }

  /** The name under which a file remembers who may see it with the narrow scope. */
  String grant() {
    return client + " " + user;
  }
}
