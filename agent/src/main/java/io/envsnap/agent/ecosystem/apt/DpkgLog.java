package io.envsnap.agent.ecosystem.apt;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * dpkg's log (dpkg(1), {@code --log}): one line a step, in local time, with a resolution of a
 * second.
 *
 * @param steps oldest first
 */
record DpkgLog(List<Step> steps) {
  private static final int TIME_LENGTH = 19;

  DpkgLog {
    steps = List.copyOf(steps);
  }

  /**
   * One line of it.
   *
   * @param second since 1970, when it was written
   * @param action {@code startup}, {@code install}, {@code upgrade}, {@code remove}, {@code purge},
   *     {@code status} and others
   * @param words what follows
   */
  record Step(long second, String action, List<String> words) {
    Step {
      words = List.copyOf(words);
    }

    /** The package it is about; empty for a {@code startup}. */
    Optional<PackageId> subject() {
      int at = action.equals("status") ? 1 : 0;
      return action.equals("startup") || words.size() <= at
          ? Optional.empty()
          : PackageId.parse(words.get(at));
    }

    /** The version before an {@code upgrade}, {@code remove} or {@code purge}. */
    Optional<String> oldVersion() {
      return words.size() > 1 && PackageId.isVersion(words.get(1))
          ? Optional.of(words.get(1))
          : Optional.empty();
    }
  }

  /**
   * Reads log files.
   *
   * @param lines of all files, oldest first; lines that are none of dpkg's are skipped
   * @param zone in which the machine's clock is told
   */
  static DpkgLog parse(List<String> lines, ZoneId zone) {
    List<Step> steps = new ArrayList<>();
    for (String line : lines) {
      parse(line, zone).ifPresent(steps::add);
    }
    return new DpkgLog(steps);
  }

  private static Optional<Step> parse(String line, ZoneId zone) {
    if (line.length() <= TIME_LENGTH + 1) {
      return Optional.empty();
    }
    List<String> words = List.of(line.substring(TIME_LENGTH + 1).split(" ", -1));
    return second(line.substring(0, TIME_LENGTH), zone)
        .map(second -> new Step(second, words.get(0), words.subList(1, words.size())));
  }

  /** The second since 1970 of a local time such as {@code 2026-11-24 15:20:31}. */
  static Optional<Long> second(String localTime, ZoneId zone) {
    if (localTime.length() != TIME_LENGTH || !isSeparated(localTime)) {
      return Optional.empty();
    }
    try {
      // A formatter takes ten times as long, and there are thousands of lines.
      LocalDateTime time =
          LocalDateTime.of(
              number(localTime, 0, 4),
              number(localTime, 5, 7),
              number(localTime, 8, 10),
              number(localTime, 11, 13),
              number(localTime, 14, 16),
              number(localTime, 17, 19));
      return Optional.of(time.atZone(zone).toEpochSecond());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static boolean isSeparated(String time) {
    return time.charAt(4) == '-'
        && time.charAt(7) == '-'
        && time.charAt(10) == ' '
        && time.charAt(13) == ':'
        && time.charAt(16) == ':';
  }

  /** No part of any time where it is no number. */
  private static int number(String text, int from, int to) {
    int number = 0;
    for (int at = from; at < to; at++) {
      int digit = text.charAt(at) - '0';
      if (digit < 0 || digit > 9) {
        return Integer.MAX_VALUE;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  /**
   * The steps from the first of that second or later on, in the order in which they were written,
   * whatever the clock told afterwards.
   */
  DpkgLog onwards(long second) {
    int at = 0;
    while (at < steps.size() && steps.get(at).second() < second) {
      at++;
    }
    return new DpkgLog(steps.subList(at, steps.size()));
  }

  /** The same lines, told in these zones. */
  static DpkgLog parse(List<String> lines, LogZone zones) {
    List<Step> told = parse(lines, ZoneOffset.UTC).steps();
    List<Long> moments = zones.moments(told.stream().map(Step::second).toList());
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < told.size(); i++) {
      steps.add(new Step(moments.get(i), told.get(i).action(), told.get(i).words()));
    }
    return new DpkgLog(steps);
  }

  /** The steps from that second on. */
  DpkgLog since(long second) {
    return new DpkgLog(steps.stream().filter(step -> step.second() >= second).toList());
  }
}
