package io.envsnap.agent.watch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process, as {@code /proc} tells it. One that is gone tells nothing.
 *
 * @param pid its number
 * @param parent its parent's number
 * @param start hundredths of a second from boot to its start
 * @param name what it runs, cut off at 15 letters
 */
record ProcessFacts(long pid, long parent, long start, String name) {
  private static final Path PROC = Path.of("/proc");
  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d{1,12}) kB$");
  private static final int PARENT = 1;
  private static final int START = 19;

  /** Reads the text of {@code /proc/PID/stat}, proc(5). */
  static Optional<ProcessFacts> parse(String stat) {
    int open = stat.indexOf('(');
    int close = stat.lastIndexOf(')');
    if (open < 0 || close < open) {
      return Optional.empty();
    }
    String[] fields = stat.substring(close + 1).strip().split(" ");
    if (fields.length <= START) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ProcessFacts(
              Long.parseLong(stat.substring(0, open).strip()),
              Long.parseLong(fields[PARENT]),
              Long.parseLong(fields[START]),
              stat.substring(open + 1, close)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** A process by its number. */
  static Optional<ProcessFacts> of(long pid) {
    return read(PROC.resolve(pid + "/stat"))
        .flatMap(bytes -> parse(new String(bytes, StandardCharsets.ISO_8859_1)));
  }

  /** When a process began. */
  static Optional<Long> start(long pid) {
    return of(pid).map(ProcessFacts::start);
  }

  /** How much memory a process has resident, 0 when it is gone. */
  static long residentBytes(long pid) {
    return read(PROC.resolve(pid + "/status"))
        .map(bytes -> resident(new String(bytes, StandardCharsets.ISO_8859_1)))
        .orElse(0L);
  }

  /** The line {@code VmRSS: 48236 kB} of {@code /proc/PID/status}, proc(5), in bytes; 0 if none. */
  static long resident(String status) {
    Matcher matcher = RESIDENT.matcher(status);
    return matcher.find() ? Long.parseLong(matcher.group(1)) << 10 : 0;
  }

  /** All processes. */
  static List<ProcessFacts> all() throws IOException {
    List<ProcessFacts> all = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[1-9]*")) {
      for (Path folder : folders) {
        of(Long.parseLong(folder.getFileName().toString())).ifPresent(all::add);
      }
    }
    return all;
  }

  /** Its argument vector; empty when it is gone. */
  List<String> words() {
    return read(PROC.resolve(pid + "/cmdline"))
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .filter(text -> !text.isEmpty())
        .map(text -> List.of((text.endsWith("\0") ? cut(text) : text).split("\0", -1)))
        .orElse(List.of());
  }

  /** Its environment, {@code NAME=value} each; empty when it is gone or not ours to see. */
  List<String> environment() {
    return read(PROC.resolve(pid + "/environ"))
        .map(bytes -> List.of(new String(bytes, StandardCharsets.UTF_8).split("\0", -1)))
        .orElse(List.of());
  }

  private static String cut(String text) {
    return text.substring(0, text.length() - 1);
  }

  /** Where it works; empty when nobody may know. */
  String folder() {
    try {
      return Files.readSymbolicLink(PROC.resolve(pid + "/cwd")).toString();
    } catch (IOException e) {
      return "";
    }
  }

  /** The number of its user. */
  long uid() {
    try {
      Object uid = Files.getAttribute(PROC.resolve(Long.toString(pid)), "unix:uid");
      return uid instanceof Integer number ? number : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  private static Optional<byte[]> read(Path file) {
    try {
      return Optional.of(Files.readAllBytes(file));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
