package io.envsnap.testkit.vm;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Runs programs of the host. */
public final class Programs {
  private Programs() {}

  /** Runs it to its end and returns what it said, whatever its exit status. */
  public static VmResult run(List<String> words, byte[] input, long limitSeconds) {
    try {
      Process process = new ProcessBuilder(words).start();
      CompletableFuture<byte[]> out = drain(process.getInputStream());
      CompletableFuture<byte[]> err = drain(process.getErrorStream());
      try (OutputStream stdin = process.getOutputStream()) {
        stdin.write(input);
      } catch (IOException e) {
        // A program need not read what it is given; its exit status tells whether that was right.
        process.getErrorStream();
      }
      boolean ended = process.waitFor(limitSeconds, TimeUnit.SECONDS);
      if (!ended) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
      return new VmResult(ended ? process.exitValue() : 124, out.get(), err.get());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs it and insists on success. */
  public static VmResult require(String... words) {
    VmResult result = run(List.of(words), new byte[0], 900);
    if (result.exit() != 0) {
      throw new IllegalStateException(String.join(" ", words) + "\n" + result);
    }
    return result;
  }

  private static CompletableFuture<byte[]> drain(InputStream stream) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (stream) {
            return stream.readAllBytes();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        runnable -> {
          Thread thread = new Thread(runnable, "drain");
          thread.setDaemon(true);
          thread.start();
        });
  }
}
