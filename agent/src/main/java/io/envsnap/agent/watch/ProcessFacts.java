package io.envsnap.agent.watch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
