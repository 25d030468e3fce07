package io.envsnap.cli.campaign;

import io.envsnap.testkit.vm.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The servers that the scenarios' repositories, wheels and archives come from, on loopback. */
final class StandIns implements AutoCloseable {
  private static final String SCRIPT = Scenario.FOLDER.resolve("standins.sh").toString();

  private final Path world;
  private final int port;
  private final Process server;

  private StandIns(Path world) throws IOException {
    this.world = world;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.port = free.getLocalPort();
    }
    this.server =
        new ProcessBuilder("bash", SCRIPT, "serve", world.toString(), Integer.toString(port))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
  }

  /** Makes the world that every scenario starts from. */
  static void build(Path world) {
    Programs.require("bash", SCRIPT, "build", world.toString());
  }

  /** Serves a copy of a built world, so that its drift touches nobody else's. */
  static StandIns serve(Path built, Path copy) {
    Programs.require("cp", "-a", built.toString(), copy.toString());
    try {
      StandIns served = new StandIns(copy);
      served.awaitAnswer();
      return served;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitAnswer() throws IOException {
    IOException last = null;
    for (int tries = 0; tries < 200 && server.isAlive(); tries++) {
      try (Socket answered = new Socket(InetAddress.getLoopbackAddress(), port)) {
        answered.getPort();
        return;
      } catch (IOException e) {
        last = e;
        pause();
      }
    }
    close();
    throw new IOException("the stand-in server does not answer", last);
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Where a session finds it, and what a check compares with. */
  Map<String, String> environment() {
    String base = "http://127.0.0.1:" + port;
    return Map.of(
        "GIT_BASE", base + "/git", "FILE_BASE", base + "/files", "REFS", "/run/scenario/refs.env");
  }

  /** The commits and digests that checks compare with. */
  String refs() {
    try {
      return Files.readString(world.resolve("refs.env"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What happens upstream between a session and its restore. */
  void drift() {
    List<String> words = List.of("bash", SCRIPT, "drift", world.toString());
    Programs.run(words, new byte[0], 120).expect(0);
  }

  @Override
  public void close() {
    server.destroy();
  }
}
