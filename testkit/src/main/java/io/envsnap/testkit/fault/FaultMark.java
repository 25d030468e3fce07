package io.envsnap.testkit.fault;

import java.util.ArrayList;
import java.util.List;

/**
 * A line that a program wrote to its standard error, and how far it was by then.
 *
 * @param calls how many calls it had made
 * @param changes how many of them changed a disk
 * @param line the line
 */
public record FaultMark(long calls, long changes, String line) {
  /** Reads the lines of a {@code .marks} file. */
  public static List<FaultMark> parse(List<String> lines) {
    List<FaultMark> marks = new ArrayList<>();
    for (String line : lines) {
      String[] words = line.split(" ", 3);
      marks.add(
          new FaultMark(
              Long.parseLong(words[0]),
              Long.parseLong(words[1]),
              words.length < 3 ? "" : words[2].strip()));
    }
    return marks;
  }
}
