package io.envsnap.spec.codec;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Two versions of a text as git leaves them after a merge with conflicts: lines that are the same
 * once, lines that are not between marks of seven characters (git-merge(1), "How conflicts are
 * presented").
 */
public final class ConflictText {
  private static final String OURS = "<<<<<<< ";
  private static final String BETWEEN = "=======";
  private static final String THEIRS = ">>>>>>> ";

  private ConflictText() {}

  /**
   * The text with marks; without any where both are the same.
   *
   * @param ours UTF-8, each line ended by LF
   * @param theirs likewise
   * @param ourName what the marks call the first
   * @param theirName what the marks call the second
   */
  public static byte[] write(byte[] ours, byte[] theirs, String ourName, String theirName) {
    List<String> left = lines(ours);
    List<String> right = lines(theirs);
    List<String> text = new ArrayList<>();
    int done = 0;
    for (AbstractDelta<String> delta : DiffUtils.diff(left, right).getDeltas()) {
      text.addAll(left.subList(done, delta.getSource().getPosition()));
      text.add(OURS + ourName);
      text.addAll(delta.getSource().getLines());
      text.add(BETWEEN);
      text.addAll(delta.getTarget().getLines());
      text.add(THEIRS + theirName);
      done = delta.getSource().getPosition() + delta.getSource().size();
    }
    text.addAll(left.subList(done, left.size()));
    return (String.join("\n", text) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** The line, from 1, of the first mark that a merge left; 0 without any. */
  static int firstMark(String text) {
    int line = 0;
    for (String each : (Iterable<String>) text.lines()::iterator) {
      line++;
      if (each.startsWith(OURS) || each.startsWith(THEIRS) || each.equals(BETWEEN)) {
        return line;
      }
    }
    return 0;
  }

  private static List<String> lines(byte[] text) {
    return new String(text, StandardCharsets.UTF_8).lines().toList();
  }
}
