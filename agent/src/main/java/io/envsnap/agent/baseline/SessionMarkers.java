package io.envsnap.agent.baseline;

import io.envsnap.spec.snapshot.Timestamp;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When the session began, as far as this machine still tells: the earliest sign counts, because a
 * rebooted machine or a restarted container keeps its disk and with it the work of before.
 *
 * @param ownStamp when envsnap was first run here
 * @param container when the container was made ({@code /.dockerenv})
 * @param firstBoot when cloud-init first ran for this instance
 * @param firstProcess when PID 1 started
 */
record SessionMarkers(
    Optional<Timestamp> ownStamp,
    Optional<Timestamp> container,
    Optional<Timestamp> firstBoot,
    Optional<Timestamp> firstProcess) {

  /** The earliest of the markers that are there; empty when none is. */
  Optional<Timestamp> earliest() {
    return Stream.of(ownStamp, container, firstBoot, firstProcess)
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder());
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

  /** USER_HZ is 100 on every Linux architecture that has a JVM 17, see time(7). */
  private static final long MILLIS_PER_TICK = 10;
}
