package io.envsnap.testkit.drive;

/**
 * What goes wrong with one request.
 *
 * @param kind how
 * @param status of the answer, where there is one
 * @param reason in the answer
 * @param retryAfter seconds in the answer's Retry-After; 0 for none
 * @param bytes after how many of the body
 */
public record DriveFault(Kind kind, int status, String reason, int retryAfter, long bytes) {
  /** How a request goes wrong. */
  public enum Kind {
    /** An error answer; nothing was done. */
    REFUSE,
    /** An error answer, though everything was done. */
    REFUSE_AFTER,
    /** The connection ends before anything was done. */
    DROP,
    /** The connection ends within the body, what came before is kept. */
    DROP_WITHIN,
    /** Everything was done, and the connection ends without an answer. */
    LOSE_ANSWER,
    /** An upload keeps only the first bytes, and says so. */
    SHORT_RANGE,
    /** An upload's session is over. */
    SESSION_GONE,
    /** One bit of the body is another. */
    FLIP_BIT,
    /** A download is sent whole though a part was asked for. */
    IGNORE_RANGE,
    /** A page of a search holds a single file. */
    SHORT_PAGE,
    /** A page of a search holds its first file twice. */
    DUPLICATE,
    /** An answer lacks the SHA-256. */
    NO_SHA256
  }

  private static DriveFault of(Kind kind, long bytes) {
    return new DriveFault(kind, 0, "", 0, bytes);
  }

  /** Refuses, with a status and Drive's reason. */
  public static DriveFault refuse(int status, String reason) {
    return new DriveFault(Kind.REFUSE, status, reason, 0, 0);
  }

  /** Does it, and says that it failed. */
  public static DriveFault refuseAfter(int status, String reason) {
    return new DriveFault(Kind.REFUSE_AFTER, status, reason, 0, 0);
  }

  /** The same with a Retry-After. */
  public DriveFault after(int seconds) {
    return new DriveFault(kind, status, reason, seconds, bytes);
  }

  /** Ends the connection at once. */
  public static DriveFault drop() {
    return of(Kind.DROP, 0);
  }

  /** Ends the connection after some bytes of the body. */
  public static DriveFault dropAt(long bytes) {
    return of(Kind.DROP_WITHIN, bytes);
  }

  /** Does it and never says so. */
  public static DriveFault loseAnswer() {
    return of(Kind.LOSE_ANSWER, 0);
  }

  /** Keeps only so many bytes of an upload. */
  public static DriveFault keepOnly(long bytes) {
    return of(Kind.SHORT_RANGE, bytes);
  }

  /** Ends the session of an upload. */
  public static DriveFault sessionGone(int status) {
    return new DriveFault(Kind.SESSION_GONE, status, "notFound", 0, 0);
  }

  /** A fault that needs no details. */
  public static DriveFault of(Kind kind) {
    return of(kind, 0);
  }
}
