package io.envsnap.testkit.index;

import io.envsnap.testkit.http.LoopbackServer;
import io.envsnap.testkit.http.LoopbackServer.Exchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A package index (PEP 503 as HTML, PEP 691 as JSON) and a server of plain files, which can both
 * forget.
 */
public final class PackageIndex implements AutoCloseable {
  private final LoopbackServer server = LoopbackServer.start();
  private final SortedMap<String, SortedMap<String, byte[]>> projects =
      new ConcurrentSkipListMap<>();
  private final Map<String, byte[]> files = new ConcurrentSkipListMap<>();

  private PackageIndex() {
    server.on("/simple/", this::simple).on("/files/", this::file);
  }

  /** Starts an empty index. */
  public static PackageIndex start() {
    return new PackageIndex();
  }

  /** Address for {@code --index-url}. */
  public String url() {
    return server.base() + "/simple/";
  }

  /** Address below which plain files lie, without a final slash. */
  public String files() {
    return server.base() + "/files";
  }

  /** Adds a distribution to the index; its file can be had below {@link #files} too. */
  public void publish(String project, PythonArchive archive) {
    projects
        .computeIfAbsent(normal(project), key -> new TreeMap<>())
        .put(archive.file(), archive.bytes());
    files.put(archive.file(), archive.bytes());
  }

  /** Adds a plain file. */
  public void put(String name, byte[] bytes) {
    files.put(name, bytes);
  }

  /** Forgets a project with all of its files. */
  public void forget(String project) {
    SortedMap<String, byte[]> gone = projects.remove(normal(project));
    if (gone != null) {
      gone.keySet().forEach(files::remove);
    }
  }

  /** Forgets everything. */
  public void forgetAll() {
    projects.clear();
    files.clear();
  }

  private void simple(Exchange exchange) throws IOException {
    String project = exchange.path().substring("/simple/".length()).replace("/", "");
    SortedMap<String, byte[]> found = projects.get(project);
    if (found == null) {
      exchange.answer(404, "text/plain", new byte[0]);
    } else if (exchange.header("Accept").contains("application/vnd.pypi.simple.v1+json")) {
      answer(exchange, "application/vnd.pypi.simple.v1+json", json(project, found));
    } else {
      answer(exchange, "text/html", html(found));
    }
  }

  private String html(SortedMap<String, byte[]> found) {
    StringBuilder page = new StringBuilder("<!DOCTYPE html><html><body>\n");
    found.forEach(
        (name, bytes) ->
            page.append(
                "<a href=\"%s/%s#sha256=%s\">%s</a><br>\n"
                    .formatted(files(), name.replace("+", "%2B"), sha256(bytes), name)));
    return page.append("</body></html>\n").toString();
  }

  private String json(String project, SortedMap<String, byte[]> found) {
    StringBuilder page =
        new StringBuilder("{\"meta\":{\"api-version\":\"1.0\"},\"name\":\"" + project + "\",");
    page.append("\"files\":[");
    String comma = "";
    for (Map.Entry<String, byte[]> file : found.entrySet()) {
      page.append(comma)
          .append(
              "{\"filename\":\"%s\",\"url\":\"%s/%s\",\"hashes\":{\"sha256\":\"%s\"}}"
                  .formatted(
                      file.getKey(),
                      files(),
                      file.getKey().replace("+", "%2B"),
                      sha256(file.getValue())));
      comma = ",";
    }
    return page.append("]}").toString();
  }

  private void file(Exchange exchange) throws IOException {
    byte[] bytes = files.get(exchange.path().substring("/files/".length()));
    if (bytes == null) {
      exchange.answer(404, "text/plain", new byte[0]);
    } else {
      exchange.answer(200, "application/octet-stream", bytes);
    }
  }

  private static void answer(Exchange exchange, String type, String text) throws IOException {
    exchange.answer(200, type, text.getBytes(StandardCharsets.UTF_8));
  }

  private static String normal(String project) {
    return project.toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-");
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
