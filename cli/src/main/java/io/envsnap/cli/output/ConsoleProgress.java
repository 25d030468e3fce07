package io.envsnap.cli.output;

import io.envsnap.agent.progress.Progress;

/**
 * Progress as one line that is drawn again on a terminal, and as one plain line a phase in a
 * notebook or a pipe.
 */
public final class ConsoleProgress implements Progress {
  private static final long REDRAW_NANOS = 100_000_000L;

  private final Console console;
  private final boolean quiet;
  private String title = "";
  private long total;
  private long done;
  private Unit unit = Unit.ITEMS;
  private long drawn;
  private boolean dirty;

  /** Progress on that console; a quiet one prints warnings only. */
  public ConsoleProgress(Console console, boolean quiet) {
    this.console = console;
    this.quiet = quiet;
  }

  @Override
  public synchronized void start(String phase, long howMuch, Unit what) {
    clear();
    title = phase;
    total = howMuch;
    unit = what;
    done = 0;
    if (quiet) {
      return;
    }
    if (console.live()) {
      draw();
    } else {
      console.say(phase + " …");
    }
  }

  @Override
  public synchronized void advance(long amount) {
    done += amount;
    if (!quiet && console.live() && System.nanoTime() - drawn > REDRAW_NANOS) {
      draw();
    }
  }

  @Override
  public synchronized void warn(String sentence) {
    clear();
    console.warn(sentence);
  }

  /** Takes the line away, so that something else can be printed. */
  public synchronized void clear() {
    if (dirty) {
      console.err().print("\r\u001b[K");
      console.err().flush();
      dirty = false;
    }
  }

  private void draw() {
    drawn = System.nanoTime();
    String amount = unit == Unit.BYTES ? Words.size(done) : Long.toString(done);
    String of = "";
    if (total > 0) {
      of = " of " + (unit == Unit.BYTES ? Words.size(total) : Long.toString(total));
    }
    console.err().print("\r\u001b[K" + title + " … " + amount + of);
    console.err().flush();
    dirty = true;
  }
}
