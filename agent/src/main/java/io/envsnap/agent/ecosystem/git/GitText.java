package io.envsnap.agent.ecosystem.git;

import io.envsnap.spec.snapshot.TreePath;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what git prints with {@code -z}: bytes of file names, ended by NUL. */
final class GitText {
  private GitText() {}

  /** The records of an output, each without its NUL. */
  static List<String> records(byte[] output) {
    List<String> records = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < output.length; i++) {
      if (output[i] == 0) {
        records.add(decode(output, start, i - start));
        start = i + 1;
      }
    }
    return records;
  }

  /** A path below a worktree; empty for one that leads elsewhere, as a hand-made index may say. */
  static Optional<TreePath> below(TreePath worktree, String relative) {
    try {
      return Optional.of(worktree.child(relative));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** UTF-8, with bytes that are none as U+DC80 to U+DCFF, as in a {@code TreePath} (PEP 383). */
  private static String decode(byte[] bytes, int start, int length) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, start, length))
          .toString();
    } catch (CharacterCodingException e) {
      return decodeLoosely(bytes, start, start + length);
    }
  }

  private static String decodeLoosely(byte[] bytes, int start, int end) {
    StringBuilder text = new StringBuilder();
    int at = start;
    while (at < end) {
      int step = lengthAt(bytes, at, end);
      if (step == 0) {
        text.append((char) (0xDC00 + (bytes[at] & 0xFF)));
        at++;
      } else {
        text.append(new String(bytes, at, step, StandardCharsets.UTF_8));
        at += step;
      }
    }
    return text.toString();
  }

  /** How many bytes the character there has; 0 where there is none. */
  private static int lengthAt(byte[] bytes, int at, int end) {
    for (int length = 1; length <= 4 && at + length <= end; length++) {
      if (isText(ByteBuffer.wrap(bytes, at, length))) {
        return length;
      }
    }
    return 0;
  }

  private static boolean isText(ByteBuffer bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(bytes);
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
