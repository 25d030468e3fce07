package io.envsnap.agent.baseline;

import io.envsnap.agent.tree.SessionTime;
import io.envsnap.spec.snapshot.Timestamp;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * When the session began, as far as this machine still tells: the earliest sign counts, because a
 * rebooted machine or a restarted container keeps its disk and with it the work of before. A sign
 * that is older than the image itself comes from a clock that went wrong, or from another machine,
 * and is not believed.
 *
 * @param signs when the machine was made, booted or first worked on
 * @param image when the inodes of files that every image has were changed; some may be the
 *     session's
 */
record SessionSigns(List<Timestamp> signs, List<Timestamp> image) {
  /** USER_HZ is 100 on every Linux architecture that has a JVM 17, see time(7). */
  private static final long MILLIS_PER_TICK = 10;

  /** While an image is unpacked, no pause between two files is longer. */
  private static final long LONGEST_PAUSE_SECONDS = 600;

  private static final Timestamp NEVER = new Timestamp(Long.MAX_VALUE, 0);

  SessionSigns {
    signs = List.copyOf(signs);
    image = image.stream().sorted().toList();
  }

  /**
   * Which change times are the session's. Without any sign the session is taken to begin now, so
   * that nothing of the image is ever recorded by mistake.
   */
  SessionTime judge(Timestamp now) {
    Optional<Timestamp> earliest = signs.stream().min(Comparator.naturalOrder());
    if (earliest.isEmpty()) {
      return SessionTime.since(now);
    }
    Optional<Timestamp> credible =
        signs.stream().filter(this::isLaterThanImage).min(Comparator.naturalOrder());
    return credible.isPresent()
        ? SessionTime.since(credible.get())
        : new SessionTime(earliest.get(), Optional.of(unpacked(now)));
  }

  /** A session may have replaced most of the image's packages, but hardly nine in ten. */
  private boolean isLaterThanImage(Timestamp sign) {
    return image.isEmpty() || sign.compareTo(image.get(image.size() / 10)) > 0;
  }

  /** When the image was unpacked, under a clock that was set back afterwards. */
  private SessionTime.Span unpacked(Timestamp now) {
    int middle = image.size() / 10;
    if (image.get(middle).compareTo(now) > 0) {
      return new SessionTime.Span(now, NEVER);
    }
    int first = middle;
    while (first > 0 && isSoonAfter(image.get(first - 1), image.get(first))) {
      first--;
    }
    int last = middle;
    while (last + 1 < image.size() && isSoonAfter(image.get(last), image.get(last + 1))) {
      last++;
    }
    return new SessionTime.Span(image.get(first), image.get(last));
  }

  private static boolean isSoonAfter(Timestamp one, Timestamp next) {
    return next.seconds() - one.seconds() <= LONGEST_PAUSE_SECONDS;
  }

  /**
   * When PID 1 started, by the clock of now rather than by the clock of boot, so that a step of the
   * clock during boot does no harm.
   *
   * @param stat content of {@code /proc/1/stat}; field 22 counts ticks since boot, proc(5)
   * @param uptime content of {@code /proc/uptime}, seconds since boot
   * @param nowMillis the clock, milliseconds since 1970
   * @return empty when either text has another form
   */
  static Optional<Timestamp> processStart(String stat, String uptime, long nowMillis) {
    // The program's name may hold spaces and parentheses: the fields begin after the last one.
    int nameEnd = stat.lastIndexOf(')');
    List<String> fields = List.of(stat.substring(nameEnd + 1).strip().split(" +"));
    int startField = 22 - 3;
    if (nameEnd < 0 || fields.size() <= startField) {
      return Optional.empty();
    }
    try {
      long startMillis = Long.parseLong(fields.get(startField)) * MILLIS_PER_TICK;
      long upMillis = Math.round(Double.parseDouble(uptime.strip().split(" ")[0]) * 1000);
      long at = nowMillis - upMillis + startMillis;
      return Optional.of(
          new Timestamp(Math.floorDiv(at, 1000L), (int) Math.floorMod(at, 1000L) * 1_000_000));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
