package io.envsnap.testkit.drive;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** The endpoints that hand out tokens: Google's, and a machine's metadata server. */
final class AuthRoutes {
  private static final String METADATA = "/computeMetadata/v1/instance/service-accounts/";
  private final DriveAccounts accounts;

  AuthRoutes(DriveAccounts accounts) {
    this.accounts = accounts;
  }

  /** What is asked; empty when that is no matter of tokens. */
  static Optional<DriveCall> kind(Call call) {
    String path = call.path();
    if (path.startsWith(METADATA) || path.equals("/")) {
      return Optional.of(DriveCall.METADATA);
    }
    return switch (path) {
      case "/token" -> Optional.of(DriveCall.TOKEN);
      case "/device/code" -> Optional.of(DriveCall.DEVICE);
      case "/revoke" -> Optional.of(DriveCall.REVOKE);
      default -> Optional.empty();
    };
  }

  void handle(DriveCall kind, Call call) throws IOException {
    switch (kind) {
      case TOKEN -> answer(call, accounts.grant(call));
      case DEVICE ->
          answer(
              call,
              accounts.device(call.parameter("client_id"), call.parameter("scope"), call.host()));
      case REVOKE -> {
        boolean known = accounts.revoke(call.parameter("token"));
        answer(call, known ? Map.of() : Map.of("error", "invalid_token"));
      }
      default -> metadata(call);
    }
  }

  private static void answer(Call call, Map<String, Object> body) throws IOException {
    int status = 200;
    if (body.containsKey("error")) {
      status = body.get("error").equals("authorization_pending") ? 428 : 400;
    }
    call.bytes(status, "application/json; charset=utf-8", Json.write(body));
  }

  private void metadata(Call call) throws IOException {
    if (!call.header("Metadata-Flavor").equals("Google")) {
      call.bytes(403, "text/plain", "Missing Metadata-Flavor:Google header.");
      return;
    }
    call.with("Metadata-Flavor", "Google");
    Optional<Map<String, Object>> token = accounts.machineToken();
    if (call.path().equals("/")) {
      call.bytes(200, "text/plain", "computeMetadata/");
    } else if (token.isEmpty()) {
      call.bytes(404, "text/plain", "");
    } else if (call.path().endsWith("/token")) {
      call.bytes(200, "application/json", Json.write(token.get()));
    } else {
      call.bytes(404, "text/plain", "");
    }
  }
}
