package io.envsnap.agent.ecosystem.apt;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * apt's own log of what it had dpkg do ({@code Dir::Log::History}), one stanza a run, in local
 * time, with a resolution of a second. The stanza is begun before dpkg is, and ended when apt has
 * dpkg's answer.
 *
 * @param runs oldest first
 */
record HistoryLog(List<Run> runs) {
  private static final Pattern ITEM =
      Pattern.compile("([a-z0-9][a-z0-9+.-]*):([a-z0-9-]+) \\(([^()]*)\\)");

  HistoryLog {
    runs = List.copyOf(runs);
  }

  /**
   * One run.
   *
   * @param start second since 1970
   * @param end second since 1970; empty when it was cut off
   * @param command the command line; empty where a library was used
   * @param failed whether dpkg reported an error
   * @param changed what was to be changed, such as {@code + jq 1.6-2.1}
   */
  record Run(long start, OptionalLong end, String command, boolean failed, List<String> changed) {
    Run {
      changed = List.copyOf(changed);
    }

    /** As apt itself ends: 100 after any error; -1 when the run was cut off. */
    int exit() {
      return end.isEmpty() ? -1 : failed ? 100 : 0;
    }
  }

  static HistoryLog parse(List<String> lines, ZoneId zone) {
    List<Run> runs = new ArrayList<>();
    Optional<Long> start = Optional.empty();
    OptionalLong end = OptionalLong.empty();
    String command = "";
    boolean failed = false;
    List<String> changed = new ArrayList<>();
    List<String> all = new ArrayList<>(lines);
    all.add("");
    for (String line : all) {
      int colon = line.indexOf(": ");
      String key = colon < 0 ? "" : line.substring(0, colon);
      String value = colon < 0 ? "" : line.substring(colon + 2).strip();
      switch (key) {
        case "Start-Date" -> start = DpkgLog.second(value.replaceAll(" +", " "), zone);
        case "End-Date" -> end = second(value, zone);
        case "Commandline" -> command = value;
        case "Error" -> failed = true;
        case "Install", "Reinstall" -> items(value, "+ ", changed);
        case "Upgrade", "Downgrade" -> items(value, "~ ", changed);
        case "Remove", "Purge" -> items(value, "- ", changed);
        default -> {
          if (line.isEmpty() && start.isPresent()) {
            runs.add(new Run(start.get(), end, command, failed, changed));
            start = Optional.empty();
            end = OptionalLong.empty();
            command = "";
            failed = false;
            changed = new ArrayList<>();
          }
        }
      }
    }
    return new HistoryLog(runs);
  }

  /** The same lines, told in these zones. */
  static HistoryLog parse(List<String> lines, LogZone zones) {
    List<Run> told = parse(lines, ZoneOffset.UTC).runs();
    List<Long> seconds = new ArrayList<>();
    for (Run run : told) {
      seconds.add(run.start());
      seconds.add(run.end().orElse(run.start()));
    }
    List<Long> moments = zones.moments(seconds);
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < told.size(); i++) {
      Run run = told.get(i);
      OptionalLong end = run.end().isEmpty() ? run.end() : OptionalLong.of(moments.get(2 * i + 1));
      runs.add(new Run(moments.get(2 * i), end, run.command(), run.failed(), run.changed()));
    }
    return new HistoryLog(runs);
  }

  private static OptionalLong second(String value, ZoneId zone) {
    return DpkgLog.second(value.replaceAll(" +", " "), zone)
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  private static void items(String value, String mark, List<String> changed) {
    Matcher matcher = ITEM.matcher(value);
    while (matcher.find()) {
      String versions = matcher.group(3).replace(", automatic", "").replace(", ", " -> ");
      changed.add(mark + matcher.group(1) + " " + versions);
    }
  }
}
