package io.envsnap.testkit.drive;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * One request as Drive understands it: the method may be overridden, a long GET may come as a form.
 */
final class Call {
  private final HttpExchange inner;
  private final Map<String, String> parameters = new LinkedHashMap<>();
  private final String method;
  private Optional<DriveFault> fault = Optional.empty();

  Call(HttpExchange inner) throws IOException {
    this.inner = inner;
    String override = header("X-HTTP-Method-Override");
    method = override.isEmpty() ? inner.getRequestMethod() : override;
    form(inner.getRequestURI().getRawQuery());
    if (header("Content-Type").startsWith("application/x-www-form-urlencoded")) {
      form(text());
    }
  }

  private void form(@org.jspecify.annotations.Nullable String query) {
    if (query == null || query.isEmpty()) {
      return;
    }
    for (String pair : query.split("&", -1)) {
      String[] sides = pair.split("=", 2);
      parameters.put(decode(sides[0]), sides.length > 1 ? decode(sides[1]) : "");
    }
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  String method() {
    return method;
  }

  String path() {
    return inner.getRequestURI().getPath();
  }

  String rawQuery() {
    String query = inner.getRequestURI().getRawQuery();
    return query == null ? "" : query;
  }

  String host() {
    return "http://" + header("Host");
  }

  /** A parameter; empty without one. */
  String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }

  boolean flag(String name) {
    return parameter(name).equals("true");
  }

  String header(String name) {
    String value = inner.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  InputStream body() throws IOException {
    InputStream in = inner.getRequestBody();
    return header("Content-Encoding").equals("gzip") ? new GZIPInputStream(in) : in;
  }

  String text() throws IOException {
    return new String(body().readAllBytes(), StandardCharsets.UTF_8);
  }

  Map<String, Object> json() throws IOException {
    try {
      return Json.object(text());
    } catch (IllegalArgumentException e) {
      throw new DriveProblem(400, "parseError", "Parse Error");
    }
  }

  void strike(Optional<DriveFault> by) {
    fault = by;
  }

  /** The fault of that kind that strikes this request, if any. */
  Optional<DriveFault> fault(DriveFault.Kind kind) {
    return fault.filter(one -> one.kind() == kind);
  }

  /** Whether everything is to be done but not to be told. */
  private boolean isMute() {
    return fault(DriveFault.Kind.LOSE_ANSWER).isPresent();
  }

  void answer(int status, Map<String, Object> body) throws IOException {
    Optional<DriveFault> after = fault(DriveFault.Kind.REFUSE_AFTER);
    if (after.isPresent()) {
      fault = Optional.empty();
      problem(
          DriveProblem.of(after.get().status(), after.get().reason(), after.get().retryAfter()));
      return;
    }
    bytes(status, "application/json; charset=UTF-8", Json.write(body));
  }

  void problem(DriveProblem problem) throws IOException {
    if (problem.retryAfter() > 0) {
      inner.getResponseHeaders().set("Retry-After", String.valueOf(problem.retryAfter()));
    }
    if (problem.status() == 401) {
      inner
          .getResponseHeaders()
          .set(
              "WWW-Authenticate",
              "Bearer realm=\"https://accounts.google.com/\"," + " error=\"invalid_token\"");
    }
    bytes(problem.status(), "application/json; charset=UTF-8", Json.write(problem.body()));
  }

  void bytes(int status, String type, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    drain();
    if (isMute()) {
      return;
    }
    inner.getResponseHeaders().set("Content-Type", type);
    inner.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    inner.getResponseBody().write(body);
  }

  /** An answer without a body. */
  void empty(int status) throws IOException {
    drain();
    if (!isMute()) {
      inner.sendResponseHeaders(status, -1);
    }
  }

  /** A client that still sends would otherwise see a reset connection and not the answer. */
  private void drain() throws IOException {
    inner.getRequestBody().transferTo(java.io.OutputStream.nullOutputStream());
  }

  Call with(String name, String value) {
    inner.getResponseHeaders().set(name, value);
    return this;
  }

  HttpExchange inner() {
    return inner;
  }
}
