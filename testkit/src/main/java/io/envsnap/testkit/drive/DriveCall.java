package io.envsnap.testkit.drive;

/** What a request asks of Drive: faults strike and budgets count by these. */
public enum DriveCall {
  /** Ids for files that do not exist yet. */
  GENERATE_IDS,
  /** A new file or folder in one request. */
  CREATE,
  /** The beginning of a resumable upload. */
  SESSION,
  /** Bytes for a resumable upload. */
  UPLOAD,
  /** The question how many bytes a resumable upload has. */
  STATUS,
  /** A file's metadata. */
  GET,
  /** A file's bytes. */
  DOWNLOAD,
  /** A page of a search. */
  LIST,
  /** Other metadata or bytes for a file. */
  UPDATE,
  /** The end of a file. */
  DELETE,
  /** A copy of a file. */
  COPY,
  /** Who may see a file. */
  PERMISSIONS,
  /** The account's storage. */
  ABOUT,
  /** An access token. */
  TOKEN,
  /** The beginning of a sign-in on another device. */
  DEVICE,
  /** A token of the machine itself. */
  METADATA,
  /** The end of a token. */
  REVOKE,
  /** Nothing that Drive knows. */
  UNKNOWN;

  /** What one such request costs, in quota units (limits page of May 2026). */
  int units() {
    return switch (this) {
      case GET, GENERATE_IDS, ABOUT -> 5;
      case CREATE, SESSION, UPDATE, COPY, DELETE, PERMISSIONS -> 50;
      case LIST -> 100;
      case DOWNLOAD -> 200;
      case UPLOAD, STATUS, TOKEN, DEVICE, METADATA, REVOKE, UNKNOWN -> 0;
    };
  }

  /** Whether it brings a new file into being, which Drive allows two or three times a second. */
  boolean creates() {
    return this == CREATE || this == SESSION || this == COPY;
  }
}
