package io.envsnap.cli.campaign;

import io.envsnap.testkit.fault.Fault;
import io.envsnap.testkit.fault.FaultMark;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The phases of an undisturbed run, as it names them on standard error, each with the calls that
 * were made in it.
 *
 * @param spans in their order; the first is the start of the program
 */
record Phases(List<Span> spans) {
  private static final String GOES_ON = " …";
  private static final String START = "(start of the program)";

  /**
   * One phase.
   *
   * @param title as it is printed
   * @param from number of its first call
   * @param to number of its last call
   */
  record Span(String title, long from, long to) {
    /** Death at a call by chance, counted from the phase's own line: what is before it varies. */
    Fault kill(Random random) {
      long call = 1 + (long) (random.nextDouble() * Math.max(1, to - from + 1));
      return title.equals(START) ? Fault.kill(call) : Fault.killAfter(title + GOES_ON, call);
    }
  }

  /** The phases of a run that made so many calls. */
  static Phases of(List<FaultMark> marks, long calls) {
    List<Span> spans = new ArrayList<>();
    String title = START;
    long from = 1;
    for (FaultMark mark : marks) {
      if (mark.line().endsWith(GOES_ON)) {
        spans.add(new Span(title, from, mark.calls()));
        title = mark.line().substring(0, mark.line().length() - GOES_ON.length());
        from = mark.calls() + 1;
      }
    }
    spans.add(new Span(title, from, calls));
    return new Phases(spans);
  }

  /** In which phase a run ended that said this on standard error. */
  static String last(String error) {
    String title = START;
    for (String line : error.lines().toList()) {
      if (line.endsWith(GOES_ON)) {
        title = line.substring(0, line.length() - GOES_ON.length());
      }
    }
    return title;
  }

  List<String> titles() {
    return spans.stream().map(Span::title).toList();
  }
}
