package io.envsnap.cli.output;

import io.envsnap.agent.progress.Progress;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Progress as one line that is drawn again on a terminal, and as plain lines in a notebook or a
 * pipe: one a phase, and one every few seconds while a phase goes on.
 */
public final class ConsoleProgress implements Progress {
  private static final Duration REDRAW = Duration.ofMillis(100);
  private static final Duration NEXT_LINE = Duration.ofSeconds(5);

  private final Console console;
  private final boolean quiet;
  private final LongSupplier nanos;
  private String title = "";
  private long total;
  private long done;
  private long files;
  private Unit unit = Unit.ITEMS;
  private long begun;
  private long told;
  private boolean dirty;

  /** Progress on that console; a quiet one prints warnings only. */
  public ConsoleProgress(Console console, boolean quiet) {
    this(console, quiet, System::nanoTime);
  }

  ConsoleProgress(Console console, boolean quiet, LongSupplier nanos) {
    this.console = console;
    this.quiet = quiet;
    this.nanos = nanos;
  }

  @Override
  public synchronized void start(String phase, long howMuch, Unit what) {
    clear();
    title = phase;
    total = howMuch;
    unit = what;
    done = 0;
    files = 0;
    begun = nanos.getAsLong();
    told = begun;
    if (quiet) {
      return;
    }
    if (console.live()) {
      draw(phase + " …");
    } else {
      console.say(phase + " …");
    }
  }

  @Override
  public synchronized void advance(long amount) {
    done += amount;
    long now = nanos.getAsLong();
    Duration pause = console.live() ? REDRAW : NEXT_LINE;
    if (quiet || now - told < pause.toNanos()) {
      return;
    }
    told = now;
    Pace pace = new Pace(unit, done, total, files, Duration.ofNanos(now - begun));
    String line = title + " … " + pace.spoken();
    if (console.live()) {
      draw(line);
    } else {
      console.say(line);
    }
  }

  @Override
  public synchronized void file() {
    files++;
  }

  @Override
  public synchronized void warn(String sentence) {
    clear();
    console.warn(sentence);
  }

  /** Takes the line away, so that something else can be printed. */
  public synchronized void clear() {
    if (dirty) {
      draw("");
      dirty = false;
    }
  }

  private void draw(String line) {
    console.err().print("\r\u001b[K" + line);
    console.err().flush();
    dirty = true;
  }
}
