package io.envsnap.testkit.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/** An HTTP server on 127.0.0.1 with a port of its own. */
public final class LoopbackServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "loopback server");
            thread.setDaemon(true);
            return thread;
          });

  /** Answers requests below one path. */
  public interface Handler {
    /** Answers, by one of the methods of {@link Exchange}. */
    void handle(Exchange exchange) throws IOException;
  }

  static {
    // The JDK's server writes head and body apart; without this each answer waits 40 ms for an
    // acknowledgement that the other side delays (RFC 896, RFC 1122 section 4.2.3.2).
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private LoopbackServer(HttpServer server) {
    this.server = server;
    server.setExecutor(threads);
    server.start();
  }

  /** Starts a server that answers 404 to everything. */
  public static LoopbackServer start() {
    try {
      return new LoopbackServer(
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Address of the server, without a final slash. */
  public String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Answers requests below a path. */
  public LoopbackServer on(String prefix, Handler handler) {
    server.createContext(
        prefix,
        exchange -> {
          try (exchange) {
            handler.handle(new Exchange(exchange));
          }
        });
    return this;
  }

  /** Serves the files of a folder below a path, and nothing outside of it. */
  public LoopbackServer files(String prefix, Path folder) {
    return files(prefix, folder, "");
  }

  /**
   * The same below more than a prefix.
   *
   * @param ignored a regular expression for what the path has between the prefix and the file
   */
  public LoopbackServer files(String prefix, Path folder, String ignored) {
    return on(
        prefix,
        exchange -> {
          String rest =
              exchange.path().substring(prefix.length()).replaceFirst("^/*" + ignored, "");
          Path file = folder.resolve(rest).normalize();
          if (file.startsWith(folder) && Files.isRegularFile(file)) {
            exchange.answer(200, "application/octet-stream", Files.readAllBytes(file));
          } else {
            exchange.answer(404, "text/plain", new byte[0]);
          }
        });
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  /**
   * One request and its answer.
   *
   * @param inner the exchange of the JDK's server
   */
  public record Exchange(HttpExchange inner) {
    /** The decoded path. */
    public String path() {
      return inner.getRequestURI().getPath();
    }

    /** The query as it was sent; empty without one. */
    public String query() {
      String query = inner.getRequestURI().getRawQuery();
      return query == null ? "" : query;
    }

    /** A header of the request; empty without one. */
    public String header(String name) {
      String value = inner.getRequestHeaders().getFirst(name);
      return value == null ? "" : value;
    }

    /** The body of the request, unpacked when it came packed. */
    public byte[] body() throws IOException {
      try (InputStream in = inner.getRequestBody()) {
        return header("Content-Encoding").equals("gzip")
            ? new GZIPInputStream(in).readAllBytes()
            : in.readAllBytes();
      }
    }

    /** Adds a header to the answer. */
    public Exchange with(String name, String value) {
      inner.getResponseHeaders().add(name, value);
      return this;
    }

    /** Sends the answer. */
    public void answer(int status, String type, byte[] body) throws IOException {
      inner.getResponseHeaders().set("Content-Type", type);
      boolean head = inner.getRequestMethod().equals("HEAD");
      inner.sendResponseHeaders(status, body.length == 0 || head ? -1 : body.length);
      if (!head && body.length > 0) {
        inner.getResponseBody().write(body);
      }
    }
  }
}
