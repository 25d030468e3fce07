package io.envsnap.agent.watch;

import io.envsnap.agent.process.Command;
import io.envsnap.agent.process.CommandException;
import io.envsnap.agent.process.SystemCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Hears when a file is opened, which Java's own watches do not tell: apt opens its configuration
 * before it does anything, also when it then fails, and a program is opened to be run. A small perl
 * waits for inotify (inotify(7)); it ends when nobody listens or when its first file is deleted. It
 * looks for the program itself, because one such as uv may be over before Java is awake.
 */
final class OpenWatch {
  private static final Map<String, String> CALLS = Map.of("amd64", "294,254", "aarch64", "26,27");

  /**
   * An empty line for a file; for a program its number, its parent's, its start, its user, and in
   * hexadecimal its name, words, folder and settings.
   */
  private static final String PROGRAM =
      """
      my ($init, $add) = split /,/, shift;
      my %names = map { $_ => 1 } split /,/, shift;
      my %settings = map { $_ => 1 } split /,/, shift;
      my $fd = syscall($init, 02000000);
      exit 1 if $fd < 0;
      my $first = syscall($add, $fd, $ARGV[0], 0x420);
      my %missing = map { $_ => 1 } @ARGV[1 .. $#ARGV];
      my %seen;
      sub watch {
        for my $path (keys %missing) {
          for (1 .. 5) {
            if (syscall($add, $fd, $path, 0x420) >= 0) { delete $missing{$path}; last }
            (my $up = $path) =~ s{/[^/]+$}{};
            $up =~ s{/[^/]+$}{} while length $up && !-d $up;
            last unless length $up;
            syscall($add, $fd, $up, 0x20000180);
            last unless -d $path;
          }
        }
      }
      sub all { open my $in, "<", shift or return ""; local $/; my $text = <$in>; $text // "" }
      sub name { my $name = all("/proc/$_[0]/comm"); chomp $name; $name }
      sub look {
        my $more = 60;
        %seen = () if keys %seen > 10000;
        while ($more-- > 0) {
          opendir my $proc, "/proc" or return;
          for my $pid (sort { $b <=> $a } grep { /^[1-9]/ } readdir $proc) {
            my $name = name($pid);
            next unless $names{$name};
            my $stat = all("/proc/$pid/stat");
            $stat =~ s/.*\\) //s;
            my (undef, $parent, $start) = (split / /, $stat)[0, 1, 19];
            next if !defined $start || $seen{"$pid $start"} || $names{name($parent)};
            my $words = all("/proc/$pid/cmdline");
            next unless grep { m{([^/]*)$} && $names{$1} } (split /\\0/, $words)[0, 1];
            $seen{"$pid $start"} = 1;
            $more = 3 if $more > 3;
            my @set = grep { /^([^=]+)=/ && $settings{$1} } split /\\0/, all("/proc/$pid/environ");
            my $folder = readlink("/proc/$pid/cwd") // "";
            my @hex = map { "x" . unpack "H*", $_ } $name, $words, $folder, join "\\0", @set;
            print join(" ", $pid, $parent, $start, (stat "/proc/$pid")[4] // 0, @hex), "\\n"
              or exit 0;
          }
          select undef, undef, undef, 0.001;
        }
      }
      watch();
      open my $in, "<&=", $fd or exit 1;
      $| = 1;
      while (sysread $in, my $events, 65536) {
        my ($at, $file, $run, $made) = (0, 0, 0, 0);
        while ($at < length $events) {
          my ($watch, $mask, undef, $size) = unpack "iIII", substr $events, $at, 16;
          my $name = unpack "Z*", substr $events, $at + 16, $size;
          $file = 1 if $size == 0 && !($mask & 0x40000000);
          $run = 1 if $names{$name};
          $made = 1 if $mask & 0x180;
          exit 0 if $watch == $first && $mask & 0x8000;
          $at += 16 + $size;
        }
        watch() if $made && %missing;
        look() if $run;
        print "\\n" or exit 0 if $file;
      }
      """;

  private OpenWatch() {}

  /**
   * Runs until nothing is left to watch; without perl it returns at once.
   *
   * @param paths files and folders; a folder that is not there yet is waited for
   * @param programs what to look for when a program is opened
   * @param opened hears of a file
   * @param started hears of a program
   */
  static void run(
      SystemCommands commands,
      List<String> paths,
      UntoldPrograms programs,
      Runnable opened,
      Consumer<StartedProgram> started) {
    String calls = CALLS.get(System.getProperty("os.arch", ""));
    if (calls == null) {
      return;
    }
    // On a busy machine uv is over before anybody else has had a turn; this takes no time to speak
    // of.
    List<String> words =
        new ArrayList<>(List.of("nice", "-n", "-15", "perl", "-e", PROGRAM, calls));
    words.add(String.join(",", programs.names()));
    words.add(String.join(",", programs.settings()));
    words.addAll(paths);
    try {
      commands.stream(
          Command.of(words).within(Duration.ofDays(3650)),
          (byte) '\n',
          (buffer, from, to) -> {
            String line = new String(buffer, from, to - from, StandardCharsets.US_ASCII).strip();
            if (line.isEmpty()) {
              opened.run();
            } else {
              programs.parse(line).ifPresent(started);
            }
          });
    } catch (CommandException e) {
      // Without it a failed apt is known by its status alone.
      return;
    }
  }
}
