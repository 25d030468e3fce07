package io.envsnap.agent.store.gdrive;

import io.envsnap.agent.store.StoreException;
import io.envsnap.spec.codec.FormatException;
import io.envsnap.spec.codec.JsonText;
import io.envsnap.spec.codec.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * A request that did not succeed, sorted by what can be done about it. The reasons are those of
 * Google's guide "Resolve errors" and of what other clients met.
 */
final class DriveFailure extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int LIMIT = 1 << 20;

  /** What can be done. */
  enum Kind {
    /** Wait and ask again. */
    RETRY,
    /** Get another token, and ask again. */
    TOKEN,
    /** Nothing is there, or nothing that this account may see. */
    NOT_FOUND,
    /** The id has a file: perhaps the one that was just sent. */
    IN_USE,
    /** The id cannot be used; another one can. */
    BAD_ID,
    /** The account or folder is full. */
    FULL,
    /** A person must change something. */
    DENIED,
    /** A file was read too often; it can be read again tomorrow. */
    READ_TOO_OFTEN,
    /** Whatever else is wrong with the request. */
    WRONG
  }

  private final Kind kind;
  private final int status;
  private final String reason;
  private final Optional<Duration> retryAfter;

  private DriveFailure(
      Kind kind,
      int status,
      String reason,
      String said,
      Optional<Duration> retryAfter,
      Throwable cause) {
    super(said, cause);
    this.kind = kind;
    this.status = status;
    this.reason = reason;
    this.retryAfter = retryAfter;
  }

  /** A connection that could not be made, or ended. */
  static DriveFailure of(IOException e) {
    String said = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new DriveFailure(Kind.RETRY, 0, "connection", said, Optional.empty(), e);
  }

  /** Bytes that arrived damaged: sending or asking again helps. */
  static DriveFailure damaged(String what) {
    return new DriveFailure(
        Kind.RETRY, 0, "damaged", what, Optional.empty(), new IOException(what));
  }

  /** A sign-in that cannot be renewed. */
  static DriveFailure signedOut(String said, Throwable cause) {
    return new DriveFailure(Kind.DENIED, 401, "authError", said, Optional.empty(), cause);
  }

  /**
   * An answer that is no success.
   *
   * @param body what was sent with it, JSON or not
   * @param retryAfter the header in seconds; anything else is taken for none
   */
  static DriveFailure of(int status, byte[] body, String retryAfter) {
    String reason = "";
    String message = "HTTP " + status;
    try {
      JsonValue.Fields all = JsonText.parse(body, LIMIT).asFields();
      // Google's library hands on what is within.
      JsonValue.Fields error = all.find("error").orElse(all).asFields();
      message = error.require("message").asText();
      JsonValue.Fields first = error.require("errors").asItems().values().get(0).asFields();
      reason = first.require("reason").asText();
      if (isScope(error)) {
        reason = "scope";
      }
    } catch (FormatException | IndexOutOfBoundsException e) {
      // A proxy's page, or nothing: the status must do.
      message = message.equals("HTTP " + status) ? message + said(body) : message;
    }
    Optional<Duration> wait =
        retryAfter.matches("[0-9]{1,6}")
            ? Optional.of(Duration.ofSeconds(Long.parseLong(retryAfter)))
            : Optional.empty();
    return new DriveFailure(
        kind(status, reason, message), status, reason, message, wait, new IOException(message));
  }

  private static boolean isScope(JsonValue.Fields error) throws FormatException {
    if (error.find("details").isEmpty()) {
      return false;
    }
    for (JsonValue detail : error.require("details").asItems().values()) {
      Optional<JsonValue> reason = detail.asFields().find("reason");
      if (reason.isPresent() && reason.get().asText().equals("ACCESS_TOKEN_SCOPE_INSUFFICIENT")) {
        return true;
      }
    }
    return false;
  }

  private static String said(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8).strip();
    return text.isEmpty() || text.startsWith("<") || text.length() > 200 ? "" : ": " + text;
  }

  private static Kind kind(int status, String reason, String message) {
    Kind byReason =
        switch (reason) {
          case "rateLimitExceeded", "userRateLimitExceeded", "sharingRateLimitExceeded" ->
              Kind.RETRY;
          case "storageQuotaExceeded",
              "quotaExceeded",
              "dailyLimitExceeded",
              "teamDriveFileLimitExceeded",
              "numChildrenInNonRootLimitExceeded",
              "activeItemCreationLimitExceeded",
              "myDriveHierarchyDepthLimitExceeded" ->
              Kind.FULL;
          case "downloadQuotaExceeded" -> Kind.READ_TOO_OFTEN;
          case "fileIdInUse" -> Kind.IN_USE;
          default -> Kind.WRONG;
        };
    if (byReason != Kind.WRONG) {
      return byReason;
    }
    if (status >= 500 || status == 429 || status == 408) {
      return Kind.RETRY;
    }
    return switch (status) {
      case 400 -> message.contains("file ID is not usable") ? Kind.BAD_ID : Kind.WRONG;
      case 401 -> Kind.TOKEN;
      case 403 -> Kind.DENIED;
      case 404, 410 -> Kind.NOT_FOUND;
      case 409 -> Kind.IN_USE;
      default -> Kind.WRONG;
    };
  }

  Kind kind() {
    return kind;
  }

  int status() {
    return status;
  }

  String reason() {
    return reason;
  }

  /** How long the service asks to wait, at least. */
  Optional<Duration> retryAfter() {
    return retryAfter;
  }

  /** Whether a resumable upload's session must be given up after it: any 4xx but a rate limit. */
  boolean endsSession() {
    return status >= 400 && status < 500 && kind != Kind.RETRY && kind != Kind.TOKEN;
  }

  /**
   * The same in words for a person.
   *
   * @param what what was being done, such as {@code The pack `ab..` cannot be stored}
   */
  StoreException explained(String what) {
    String sentence = what + ": " + cleaned();
    return switch (kind) {
      case FULL -> new StoreException.Full(sentence, fullCure(), this);
      case DENIED, TOKEN -> new StoreException.Denied(sentence, deniedCure(), this);
      case NOT_FOUND ->
          new StoreException.Unavailable(
              sentence,
              "Look whether the folder was deleted, or is not shared with this account",
              this);
      case READ_TOO_OFTEN ->
          new StoreException.Unavailable(
              sentence, "Google lets this file be read again after up to 24 hours", this);
      case RETRY -> new StoreException.Unavailable(sentence, retryCure(), this);
      default ->
          new StoreException.Unavailable(
              sentence, "Please report this together with the output of `--verbose`", this);
    };
  }

  private String cleaned() {
    String said = String.valueOf(getMessage()).strip();
    return said.endsWith(".") ? said.substring(0, said.length() - 1) : said;
  }

  private String fullCure() {
    return switch (reason) {
      case "storageQuotaExceeded", "quotaExceeded" ->
          cleaned().contains("Service Accounts")
              ? "Give a service account a folder of a shared drive, or sign in as a person"
              : "Empty the Drive's trash, delete what is not needed, or buy more storage";
      case "numChildrenInNonRootLimitExceeded", "teamDriveFileLimitExceeded" ->
          "Use another folder with `--store gdrive:FOLDER`";
      default -> "Wait a day, or use another account or folder";
    };
  }

  private String deniedCure() {
    return switch (reason) {
      case "scope" ->
          "The sign-in does not reach Drive: in Colab run `auth.authenticate_user()` again,"
              + " elsewhere `envsnap login`";
      case "accessNotConfigured" ->
          "Switch on the Google Drive API in the project that the sign-in belongs to";
      case "cannotDownloadAbusiveFile" ->
          "Drive takes this file for malware; only its owner can read it";
      case "domainPolicy" -> "The organisation forbids it; ask its administrator";
      case "authError" ->
          "Sign in again: in Colab with `auth.authenticate_user()`, elsewhere with `envsnap login`";
      case "appNotAuthorizedToFile" ->
          "This sign-in sees only files that envsnap made itself; use one for all of Drive";
      default -> "Ask the folder's owner to share it with this account as editor";
    };
  }

  private String retryCure() {
    return reason.endsWith("imitExceeded")
        ? "Drive asks to go slower, or its 750 GB a day are used up; run envsnap again later"
        : "Look at the network, and run envsnap again: it goes on where it stopped";
  }
}
