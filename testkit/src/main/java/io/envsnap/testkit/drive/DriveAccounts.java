package io.envsnap.testkit.drive;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** People, service accounts, and the tokens that stand for them. */
final class DriveAccounts {
  private static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";
  private static final String JWT_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";

  private final DriveClock clock;
  private final Supplier<DriveRules> rules;
  private final AtomicInteger number = new AtomicInteger();
  private final Map<String, Access> tokens = new ConcurrentHashMap<>();
  private final Map<String, Caller> refresh = new ConcurrentHashMap<>();
  private final Map<String, PublicKey> services = new ConcurrentHashMap<>();
  private final Map<String, Device> devices = new ConcurrentHashMap<>();
  private volatile @Nullable Caller machine;

  private record Access(Caller caller, Instant until) {}

  private record Device(String userCode, String client, Set<String> scopes, String answer) {}

  DriveAccounts(DriveClock clock, Supplier<DriveRules> rules) {
    this.clock = clock;
    this.rules = rules;
  }

  String token(Caller caller) {
    String token = "ya29.emulated-" + number.incrementAndGet() + "-secret";
    tokens.put(token, new Access(caller, clock.now().plus(rules.get().tokenLife())));
    return token;
  }

  String refreshToken(Caller caller) {
    String token = "1//emulated-" + number.incrementAndGet() + "-secret";
    refresh.put(token, caller);
    return token;
  }

  void machine(Caller caller) {
    machine = caller;
  }

  /** Ends all access tokens; who has a refresh token gets another. */
  void expireAll() {
    tokens.clear();
  }

  /**
   * Whose token a request carries.
   *
   * @throws DriveProblem 401 without a good one, 403 when it is not good for Drive
   */
  Caller caller(String authorization) {
    Access access =
        authorization.startsWith("Bearer ")
            ? tokens.get(authorization.substring("Bearer ".length()))
            : null;
    if (access == null || access.until().isBefore(clock.now())) {
      throw DriveProblem.of(401, "authError", 0);
    }
    if (!access.caller().mayUseDrive()) {
      throw DriveProblem.of(403, "insufficientPermissions", 0);
    }
    return access.caller();
  }

  /** A key file as the Google console hands it out. */
  String serviceKey(String email, String tokenUri) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      KeyPair pair = generator.generateKeyPair();
      services.put(email, pair.getPublic());
      String pem =
          "-----BEGIN PRIVATE KEY-----\n"
              + Base64.getMimeEncoder(64, new byte[] {'\n'})
                  .encodeToString(pair.getPrivate().getEncoded())
              + "\n-----END PRIVATE KEY-----\n";
      Map<String, Object> key = new LinkedHashMap<>();
      key.put("type", "service_account");
      key.put("project_id", "emulated");
      key.put("private_key_id", "key-1");
      key.put("private_key", pem);
      key.put("client_email", email);
      key.put("client_id", "service-" + email);
      key.put("token_uri", tokenUri);
      return Json.write(key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  Map<String, Object> device(String client, String scope, String host) {
    Set<String> scopes = Set.of(scope.split(" ", -1));
    if (!Set.of(Caller.FILE, "https://www.googleapis.com/auth/drive.appdata").containsAll(scopes)) {
      // The limited-input flow grants Drive's narrow scopes only.
      return Map.of("error", "invalid_scope");
    }
    String code = "device-emulated-" + number.incrementAndGet() + "-secret";
    String userCode = "ABCD-" + number.incrementAndGet();
    devices.put(code, new Device(userCode, client, scopes, ""));
    return Map.of(
        "device_code",
        code,
        "user_code",
        userCode,
        "verification_url",
        host + "/device",
        "expires_in",
        1800L,
        "interval",
        5L);
  }

  /** A person answers on another device: an address, or {@code deny}. */
  void answerDevice(String userCode, String answer) {
    devices.replaceAll(
        (code, device) ->
            device.userCode().equals(userCode)
                ? new Device(userCode, device.client(), device.scopes(), answer)
                : device);
  }

  /** The token endpoint's answer; one with {@code error} is a refusal. */
  Map<String, Object> grant(Call call) {
    return switch (call.parameter("grant_type")) {
      case "refresh_token" ->
          Optional.ofNullable(refresh.get(call.parameter("refresh_token")))
              .map(this::granted)
              .orElse(
                  Map.of(
                      "error",
                      "invalid_grant",
                      "error_description",
                      "Token has been expired or revoked."));
      case DEVICE_GRANT -> deviceGrant(call.parameter("device_code"));
      case JWT_GRANT -> jwtGrant(call.parameter("assertion"));
      default -> Map.of("error", "unsupported_grant_type");
    };
  }

  private Map<String, Object> granted(Caller caller) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("access_token", token(caller));
    answer.put("expires_in", rules.get().tokenLife().toSeconds());
    answer.put("scope", String.join(" ", caller.scopes()));
    answer.put("token_type", "Bearer");
    return answer;
  }

  private Map<String, Object> deviceGrant(String code) {
    Device device = devices.get(code);
    if (device == null) {
      return Map.of("error", "expired_token");
    }
    if (device.answer().isEmpty()) {
      return Map.of("error", "authorization_pending");
    }
    if (device.answer().equals("deny")) {
      return Map.of("error", "access_denied");
    }
    devices.remove(code);
    Caller caller = new Caller(device.answer(), device.client(), device.scopes(), false);
    Map<String, Object> answer = granted(caller);
    answer.put("refresh_token", refreshToken(caller));
    return answer;
  }

  private Map<String, Object> jwtGrant(String assertion) {
    String[] pieces = assertion.split("\\.", -1);
    if (pieces.length != 3) {
      return Map.of("error", "invalid_grant");
    }
    Base64.Decoder decoder = Base64.getUrlDecoder();
    Map<String, Object> claims =
        Json.object(new String(decoder.decode(pieces[1]), java.nio.charset.StandardCharsets.UTF_8));
    String email = String.valueOf(claims.get("iss"));
    PublicKey key = services.get(email);
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(key);
      signature.update(
          (pieces[0] + "." + pieces[1]).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      if (key == null || !signature.verify(decoder.decode(pieces[2]))) {
        return Map.of("error", "invalid_grant", "error_description", "Invalid JWT Signature.");
      }
    } catch (GeneralSecurityException e) {
      return Map.of("error", "invalid_grant", "error_description", "Invalid JWT Signature.");
    }
    Set<String> scopes = Set.of(String.valueOf(claims.get("scope")).split(" ", -1));
    return granted(new Caller(email, "service-" + email, scopes, true));
  }

  /** The metadata server's answer; empty where the machine has no credential. */
  Optional<Map<String, Object>> machineToken() {
    return Optional.ofNullable(machine).map(this::granted);
  }

  /** Whether there was such a token; all that came of it end with it. */
  boolean revoke(String token) {
    Caller caller = refresh.remove(token);
    Access access = tokens.remove(token);
    Caller whose = caller == null && access != null ? access.caller() : caller;
    if (whose == null) {
      return false;
    }
    tokens.values().removeIf(one -> one.caller().equals(whose));
    refresh.values().removeIf(whose::equals);
    return true;
  }

  /** Scopes by their short names. */
  static Caller caller(String user, String client, List<String> scopes, boolean service) {
    return new Caller(
        user,
        client,
        Set.copyOf(scopes.stream().map(name -> "https://www.googleapis.com/auth/" + name).toList()),
        service);
  }
}
