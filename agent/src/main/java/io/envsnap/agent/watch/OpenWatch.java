package io.envsnap.agent.watch;

import io.envsnap.agent.process.Command;
import io.envsnap.agent.process.CommandException;
import io.envsnap.agent.process.SystemCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Hears when a file is opened, which Java's own watches do not tell: apt opens its configuration
 * before it does anything, also when it then fails, and a program is opened to be run. A small perl
 * waits for inotify (inotify(7)); it ends when nobody listens or when its first file is deleted.
 */
final class OpenWatch {
  private static final Map<String, String> CALLS = Map.of("amd64", "294,254", "aarch64", "26,27");
  private static final String PROGRAM =
      """
      my ($init, $add) = split /,/, shift;
      my $names = qr/^(?:uv|uvx|conda|mamba|micromamba)$/;
      my $fd = syscall($init, 02000000);
      exit 1 if $fd < 0;
      my $first;
      for my $path (@ARGV) {
        my $watch = syscall($add, $fd, $path, 0x20 | 0x400);
        $first = $watch unless defined $first;
      }
      open my $in, "<&=", $fd or exit 1;
      $| = 1;
      while (sysread $in, my $events, 65536) {
        my ($at, $hit) = (0, 0);
        while ($at < length $events) {
          my ($watch, $mask, undef, $size) = unpack "iIII", substr $events, $at, 16;
          my $name = unpack "Z*", substr $events, $at + 16, $size;
          $hit = 1 if $size == 0 || $name =~ $names;
          exit 0 if $watch == $first && $mask & 0x8000;
          $at += 16 + $size;
        }
        print "\n" or exit 0 if $hit;
      }
      """;

  private OpenWatch() {}

  /** Runs until nothing is left to watch; without perl it returns at once. */
  static void run(SystemCommands commands, List<String> paths, Runnable opened) {
    String calls = CALLS.get(System.getProperty("os.arch", ""));
    if (calls == null) {
      return;
    }
    List<String> words = new ArrayList<>(List.of("perl", "-e", PROGRAM, calls));
    words.addAll(paths);
    try {
      commands.stream(
          Command.of(words).within(Duration.ofDays(3650)),
          (byte) '\n',
          (buffer, from, to) -> opened.run());
    } catch (CommandException e) {
      // Without it a failed apt is known by its status alone.
      return;
    }
  }
}
