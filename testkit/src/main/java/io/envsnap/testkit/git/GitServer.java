package io.envsnap.testkit.git;

import io.envsnap.testkit.http.LoopbackServer;
import io.envsnap.testkit.http.LoopbackServer.Exchange;
import io.envsnap.testkit.vm.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Serves git repositories over HTTP by git's own backend: clone, fetch, push, and LFS objects
 * through the batch API. A repository can be protected by a token, and forgotten.
 */
public final class GitServer implements AutoCloseable {
  private static final Pattern OBJECT =
      Pattern.compile("\"oid\"\\s*:\\s*\"([0-9a-f]{64})\"\\s*,\\s*\"size\"\\s*:\\s*(\\d+)");

  private final Path folder;
  private final LoopbackServer server = LoopbackServer.start();
  private final Map<String, String> tokens = new ConcurrentHashMap<>();

  private GitServer(Path folder) {
    this.folder = folder;
    server.on("/", this::handle);
  }

  /** Starts a server without repositories. */
  public static GitServer start() {
    try {
      return new GitServer(Files.createTempDirectory("git-server-"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Address of the server; a repository is at {@code /NAME.git} below it. */
  public String url() {
    return server.base();
  }

  /** Makes a repository with one commit on {@code main} that holds these files. */
  public void create(String name, Map<String, String> files) {
    try {
      Path work = Files.createTempDirectory(folder, "work-");
      git(work, "init", "-q", "-b", "main", ".");
      for (Map.Entry<String, String> file : files.entrySet()) {
        Path path = work.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
      }
      git(work, "add", "-A");
      git(work, "-c", "user.name=t", "-c", "user.email=t@example.invalid", "commit", "-qm", "one");
      Path bare = repository(name);
      git(folder, "clone", "-q", "--bare", work.toString(), bare.toString());
      git(bare, "config", "http.receivepack", "true");
      git(bare, "config", "uploadpack.allowAnySHA1InWant", "true");
      git(bare, "config", "uploadpack.allowFilter", "true");
      Programs.require("rm", "-rf", work.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From now on the repository answers 401 to whoever does not give this token. */
  public void protect(String name, String token) {
    tokens.put(name, token);
  }

  /** From now on there is no such repository. */
  public void forget(String name) {
    Programs.require("rm", "-rf", repository(name).toString());
  }

  /**
   * From now on the content of an LFS file is lost.
   *
   * @param sha256 its digest
   */
  public void forgetLargeFile(String name, String sha256) {
    Programs.require("mv", lfs(name, sha256).toString(), folder.toString());
  }

  /** From now on it is there again. */
  public void findLargeFile(String name, String sha256) {
    Programs.require("mv", folder.resolve(sha256).toString(), lfs(name, sha256).toString());
  }

  private Path repository(String name) {
    return folder.resolve(name + ".git");
  }

  private static void git(Path where, String... arguments) {
    List<String> words = new ArrayList<>(List.of("git", "-C", where.toString()));
    words.addAll(List.of(arguments));
    Programs.require(words.toArray(String[]::new));
  }

  private void handle(Exchange exchange) throws IOException {
    String name = exchange.path().substring(1).replaceFirst("\\.git(/.*)?$", "");
    if (!name.matches("[A-Za-z0-9_-]+") || !Files.isDirectory(repository(name))) {
      exchange.answer(404, "text/plain", new byte[0]);
    } else if (!isAllowed(name, exchange.header("Authorization"))) {
      exchange
          .with("WWW-Authenticate", "Basic realm=\"test\"")
          .answer(401, "text/plain", new byte[0]);
    } else if (exchange.path().contains("/info/lfs/objects/batch")) {
      batch(name, exchange);
    } else if (exchange.path().contains("/lfs-object/")) {
      object(name, exchange);
    } else {
      backend(exchange);
    }
  }

  private boolean isAllowed(String name, String authorization) {
    String token = tokens.get(name);
    if (token == null) {
      return true;
    }
    if (!authorization.startsWith("Basic ")) {
      return false;
    }
    byte[] decoded = Base64.getDecoder().decode(authorization.substring("Basic ".length()));
    return Arrays.asList(new String(decoded, StandardCharsets.UTF_8).split(":")).contains(token);
  }

  private void backend(Exchange exchange) throws IOException {
    byte[] body = exchange.body();
    List<String> words =
        List.of(
            "env",
            "GIT_PROJECT_ROOT=" + folder,
            "GIT_HTTP_EXPORT_ALL=1",
            "PATH_INFO=" + exchange.path(),
            "QUERY_STRING=" + exchange.query(),
            "REQUEST_METHOD=" + exchange.inner().getRequestMethod(),
            "CONTENT_TYPE=" + exchange.header("Content-Type"),
            "CONTENT_LENGTH=" + body.length,
            "GIT_PROTOCOL=" + exchange.header("Git-Protocol"),
            "REMOTE_USER=t",
            "REMOTE_ADDR=127.0.0.1",
            "GIT_CONFIG_COUNT=1",
            "GIT_CONFIG_KEY_0=safe.directory",
            "GIT_CONFIG_VALUE_0=*",
            "git",
            "http-backend");
    byte[] answer = Programs.run(words, body, 120).output();
    String text = new String(answer, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    int status = 200;
    String type = "text/plain";
    for (String line : text.substring(0, Math.max(end, 0)).split("\r\n")) {
      int colon = line.indexOf(": ");
      String header = colon < 0 ? "" : line.substring(0, colon);
      if (header.equalsIgnoreCase("Status")) {
        status = Integer.parseInt(line.substring(colon + 2, colon + 5));
      } else if (header.equalsIgnoreCase("Content-Type")) {
        type = line.substring(colon + 2);
      } else if (!header.isEmpty()) {
        exchange.with(header, line.substring(colon + 2));
      }
    }
    exchange.answer(status, type, Arrays.copyOfRange(answer, end + 4, answer.length));
  }

  private void batch(String name, Exchange exchange) throws IOException {
    String request = new String(exchange.body(), StandardCharsets.UTF_8);
    String verb = request.contains("\"upload\"") ? "upload" : "download";
    List<String> objects = new ArrayList<>();
    Matcher matcher = OBJECT.matcher(request);
    while (matcher.find()) {
      boolean there = Files.exists(lfs(name, matcher.group(1)));
      String action =
          verb.equals("download") && !there
              ? "\"error\":{\"code\":404,\"message\":\"gone\"}"
              : "\"actions\":{\"%s\":{\"href\":\"%s/%s.git/lfs-object/%s\"}}"
                  .formatted(verb, server.base(), name, matcher.group(1));
      objects.add(
          "{\"oid\":\"%s\",\"size\":%s,%s}".formatted(matcher.group(1), matcher.group(2), action));
    }
    String answer = "{\"transfer\":\"basic\",\"objects\":[" + String.join(",", objects) + "]}";
    exchange.answer(200, "application/vnd.git-lfs+json", answer.getBytes(StandardCharsets.UTF_8));
  }

  private void object(String name, Exchange exchange) throws IOException {
    String oid = exchange.path().substring(exchange.path().lastIndexOf('/') + 1);
    if (exchange.inner().getRequestMethod().equals("PUT")) {
      Files.createDirectories(lfs(name, oid).getParent());
      Files.write(lfs(name, oid), exchange.body());
      exchange.answer(200, "text/plain", new byte[0]);
    } else if (Files.exists(lfs(name, oid))) {
      exchange.answer(200, "application/octet-stream", Files.readAllBytes(lfs(name, oid)));
    } else {
      exchange.answer(404, "text/plain", new byte[0]);
    }
  }

  private Path lfs(String name, String oid) {
    return repository(name).resolve("lfs-objects").resolve(oid.replaceAll("[^0-9a-f]", ""));
  }

  @Override
  public void close() {
    server.close();
    Programs.require("rm", "-rf", folder.toString());
  }
}
