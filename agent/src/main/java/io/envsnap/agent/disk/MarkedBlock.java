package io.envsnap.agent.disk;

import java.nio.charset.StandardCharsets;

/**
 * A block of ours at the end of a text file that others write too. Taken out again, it leaves the
 * bytes that were there before.
 */
public final class MarkedBlock {
  private static final String BEGIN = "# >>> envsnap: put here by `envsnap record`";
  private static final String JOINED = " (after a line without an end)";
  private static final String END = "# <<< envsnap: taken away by `envsnap stop`\n";

  private MarkedBlock() {}

  /**
   * The file with the block as its last lines, and no other block of ours.
   *
   * @param content lines, each ended
   */
  public static byte[] with(byte[] file, String content) {
    String old = text(without(file));
    boolean open = !old.isEmpty() && !old.endsWith("\n");
    String begin = (open ? "\n" + BEGIN + JOINED : BEGIN) + "\n";
    return bytes(old + begin + content + END);
  }

  /** The file without our block; the same bytes when it has none, or one that was cut off. */
  public static byte[] without(byte[] file) {
    String old = text(file);
    int begin = old.indexOf(BEGIN);
    int end = begin < 0 ? -1 : old.indexOf(END, begin);
    if (end < 0) {
      return file;
    }
    int from = old.startsWith(BEGIN + JOINED, begin) && begin > 0 ? begin - 1 : begin;
    return bytes(old.substring(0, from) + old.substring(end + END.length()));
  }

  // Every byte is a character, so that nothing of others is changed.
  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
