package io.envsnap.agent.journal;

import io.envsnap.agent.disk.WholeFile;
import io.envsnap.spec.journal.ClockSteps;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * This boot of the machine, and those before it that the journal may speak of. When a boot began is
 * noted once, so that a step of the clock later moves nothing that was told.
 *
 * @param name the first eight digits of the boot's identifier
 * @param began by boot name, when it began
 * @param steps how the clock was set since this boot was noted, as far as an agent saw it
 */
public record Boot(String name, Map<String, Instant> began, ClockSteps steps) {
  private static final Path IDENTIFIER = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path UPTIME = Path.of("/proc/uptime");
  private static final Pattern NOTE = Pattern.compile("([0-9a-f]{1,8}) ([0-9]{1,15})");
  private static final Pattern STEP =
      Pattern.compile("([0-9a-f]{1,8}) step ([0-9]{1,15}) (-?[0-9]{1,15})");
  private static final int TICKS_PER_SECOND = 100;
  private static final int MILLIS_PER_TICK = 10;

  /** Takes its own copy. */
  public Boot {
    began = Map.copyOf(began);
  }

  /** One in which nobody set the clock. */
  public Boot(String name, Map<String, Instant> began) {
    this(name, began, ClockSteps.NONE);
  }

  /**
   * Reads what is known, and notes this boot when it is new and the folder is there.
   *
   * @param folder the journal's
   */
  public static Boot find(Path folder, InstantSource clock) throws IOException {
    String name = Files.readString(IDENTIFIER).strip().split("-", 2)[0];
    Path file = folder.resolve("boots");
    List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
    Map<String, Instant> known = parse(lines);
    if (known.containsKey(name)) {
      return new Boot(name, known, steps(name, lines));
    }
    Map<String, Instant> all = new TreeMap<>(known);
    long began = clock.millis() - uptime(Files.readString(UPTIME)) * MILLIS_PER_TICK;
    // On a whole tick, a log's seconds become ticks and seconds again without a loss.
    all.put(name, Instant.ofEpochMilli(began - Math.floorMod(began, MILLIS_PER_TICK)));
    if (Files.isDirectory(folder)) {
      StringBuilder text = new StringBuilder();
      all.forEach(
          (boot, start) -> text.append(boot).append(' ').append(start.toEpochMilli()).append('\n'));
      WholeFile.write(file, text.toString().getBytes(StandardCharsets.US_ASCII));
    }
    return new Boot(name, all);
  }

  /**
   * Looks at the clock, and notes when it was set.
   *
   * @param folder the journal's
   * @param last when it was looked at before, in hundredths of a second from boot
   * @param now the same for now
   * @return what is known then
   */
  public Boot watched(Path folder, InstantSource clock, long last, long now) throws IOException {
    Instant start = began.get(name);
    if (start == null) {
      return this;
    }
    long ahead = clock.millis() - start.toEpochMilli() - now * MILLIS_PER_TICK;
    ClockSteps seen = steps.seen(last, ahead);
    if (seen.equals(steps)) {
      return this;
    }
    ClockSteps.Step step = seen.steps().get(seen.steps().size() - 1);
    Files.writeString(
        folder.resolve("boots"),
        name + " step " + step.from() + " " + step.ahead() + "\n",
        StandardOpenOption.WRITE,
        StandardOpenOption.APPEND);
    return new Boot(name, began, seen);
  }

  /** Hundredths of a second from boot until now. */
  public static long now() throws IOException {
    return uptime(Files.readString(UPTIME));
  }

  static long uptime(String text) {
    return Math.round(Double.parseDouble(text.strip().split(" ")[0]) * TICKS_PER_SECOND);
  }

  static ClockSteps steps(String name, List<String> lines) {
    List<ClockSteps.Step> steps = new ArrayList<>();
    for (String line : lines) {
      Matcher matcher = STEP.matcher(line);
      if (matcher.matches() && matcher.group(1).equals(name)) {
        steps.add(
            new ClockSteps.Step(
                Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3))));
      }
    }
    return new ClockSteps(steps);
  }

  static Map<String, Instant> parse(List<String> lines) {
    Map<String, Instant> known = new TreeMap<>();
    for (String line : lines) {
      Matcher matcher = NOTE.matcher(line);
      if (matcher.matches()) {
        known.put(matcher.group(1), Instant.ofEpochMilli(Long.parseLong(matcher.group(2))));
      }
    }
    return known;
  }
}
