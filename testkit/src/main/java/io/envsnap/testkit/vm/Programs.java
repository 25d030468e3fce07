package io.envsnap.testkit.vm;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs of the host. */
public final class Programs {
  private static final long GRACE = 20;

  private Programs() {}

  /** Runs it to its end and returns what it said, whatever its exit status. */
  public static VmResult run(List<String> words, byte[] input, long limitSeconds) {
    try {
      Process process = new ProcessBuilder(words).start();
      Drain out = Drain.of(process.getInputStream());
      Drain err = Drain.of(process.getErrorStream());
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
      return new VmResult(ended ? process.exitValue() : 124, out.all(GRACE), err.all(GRACE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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
}
