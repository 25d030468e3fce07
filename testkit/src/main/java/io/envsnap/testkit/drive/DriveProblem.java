package io.envsnap.testkit.drive;

import java.util.List;
import java.util.Map;

/** An answer that is no success, with the body that Drive sends. */
final class DriveProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int status;
  private final String reason;
  private final int retryAfter;

  DriveProblem(int status, String reason, String message) {
    this(status, reason, message, 0);
  }

  DriveProblem(int status, String reason, String message, int retryAfter) {
    super(message);
    this.status = status;
    this.reason = reason;
    this.retryAfter = retryAfter;
  }

  static DriveProblem notFound(String id) {
    return new DriveProblem(404, "notFound", "File not found: " + id + ".");
  }

  static DriveProblem invalid(String message) {
    return new DriveProblem(400, "invalid", message);
  }

  /** The message that Drive sends with a reason. */
  static DriveProblem of(int status, String reason, int retryAfter) {
    String message =
        switch (reason) {
          case "userRateLimitExceeded" -> "User Rate Limit Exceeded";
          case "rateLimitExceeded" ->
              "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute'";
          case "storageQuotaExceeded" -> "The user's Drive storage quota has been exceeded.";
          case "downloadQuotaExceeded" -> "The download quota for this file has been exceeded.";
          case "cannotDownloadAbusiveFile" ->
              "This file has been identified as malware or spam and cannot be downloaded.";
          case "insufficientPermissions" -> "Request had insufficient authentication scopes.";
          case "accessNotConfigured" ->
              "Google Drive API has not been used in project 1 before or it is disabled.";
          case "authError" -> "Invalid Credentials";
          case "backendError" -> "Backend Error";
          default -> reason;
        };
    return new DriveProblem(status, reason, message, retryAfter);
  }

  int status() {
    return status;
  }

  String reason() {
    return reason;
  }

  int retryAfter() {
    return retryAfter;
  }

  private String domain() {
    return reason.endsWith("LimitExceeded") ? "usageLimits" : "global";
  }

  Map<String, Object> body() {
    String said = String.valueOf(getMessage());
    Map<String, Object> error = Json.object("{}");
    error.put("code", (long) status);
    error.put("message", said);
    error.put("errors", List.of(Map.of("message", said, "domain", domain(), "reason", reason)));
    if (reason.equals("insufficientPermissions") && said.contains("scopes")) {
      error.put("status", "PERMISSION_DENIED");
      error.put("details", List.of(errorInfo("ACCESS_TOKEN_SCOPE_INSUFFICIENT")));
    }
    if (status == 429) {
      error.put("status", "RESOURCE_EXHAUSTED");
      error.put("details", List.of(errorInfo("RATE_LIMIT_EXCEEDED")));
    }
    return Map.of("error", error);
  }

  private static Map<String, Object> errorInfo(String reason) {
    return Map.of(
        "@type",
        "type.googleapis.com/google.rpc.ErrorInfo",
        "reason",
        reason,
        "domain",
        "googleapis.com");
  }
}
