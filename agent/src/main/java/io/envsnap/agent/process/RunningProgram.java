package io.envsnap.agent.process;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A started program: feeds it, empties it, and ends it when its time is over. */
final class RunningProgram {
  /** Takes standard output. */
  interface Sink {
    /**
     * Takes the first {@code length} bytes of a buffer that is reused afterwards.
     *
     * @throws CommandException to end the program, with a clause that goes after its name
     */
    void accept(byte[] chunk, int length) throws CommandException;
  }

  // How long a pipe may stay open after its program ended, because a service that it started
  // holds the other end.
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final String name;
  private final Process process;
  private final Duration limit;
  private final ErrorTail errors = new ErrorTail();
  private final AtomicBoolean late = new AtomicBoolean();

  /** Takes charge of a process. */
  RunningProgram(String name, Process process, Duration limit) {
    this.name = name;
    this.process = process;
    this.limit = limit;
  }

  /** Runs it to its end; the output is handed on in this thread. */
  CommandResult finish(byte[] input, Sink output) throws CommandException {
    Thread feeder = start("input of " + name, () -> feed(input));
    Thread listener = start("errors of " + name, () -> errors.listen(process.getErrorStream()));
    OutputPump pump = new OutputPump(process.getInputStream());
    Thread reader = start("output of " + name, pump);
    Thread warden = start("limit of " + name, this::watch);
    try {
      pump.drainTo(output, () -> !process.isAlive(), GRACE);
      process.waitFor();
      listener.join(GRACE.toMillis());
      if (late.get()) {
        throw new CommandException(
            "`" + name + "` did not end within " + seconds() + " seconds and was stopped");
      }
      return new CommandResult(process.exitValue(), new byte[0], errors.text());
    } catch (CommandException e) {
      if (late.get()) {
        throw e;
      }
      throw new CommandException("`" + name + "` " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("`" + name + "` was interrupted", e);
    } finally {
      kill();
      warden.interrupt();
      feeder.interrupt();
      reader.interrupt();
      listener.interrupt();
    }
  }

  private String seconds() {
    double seconds = limit.toMillis() / 1000.0;
    return seconds == Math.rint(seconds) ? Long.toString((long) seconds) : "" + seconds;
  }

  private static Thread start(String title, Runnable work) {
    Thread thread = new Thread(work, title);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void feed(byte[] input) {
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input);
    } catch (IOException ignored) {
      // A program may end without reading all of its input; its status tells whether that is wrong.
    }
  }

  private void watch() {
    try {
      if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        late.set(true);
        kill();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void kill() {
    if (process.isAlive()) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
