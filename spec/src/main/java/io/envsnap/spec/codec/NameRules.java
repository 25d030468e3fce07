package io.envsnap.spec.codec;

import io.envsnap.spec.snapshot.SurrogateEscape;
import java.util.Optional;

/**
 * What the text of a path or link may not be, so that the system takes it: a file that cannot be
 * made would stop a restore half way. Limits are Linux's: {@code NAME_MAX} and, for the text of a
 * link, {@code PATH_MAX}. Each rule answers with the problem, as the rest of a sentence.
 */
final class NameRules {
  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_LINK = 4095;

  /** No limit of the system: deeper trees than a path can name are made folder by folder. */
  private static final int LONGEST_PATH = 32_768;

  private NameRules() {}

  static Optional<String> problemOfPath(String path) {
    if (path.length() > LONGEST_PATH) {
      return Optional.of("the path " + Quoted.of(path) + " is longer than any can be");
    }
    if (isOrdinary(path)) {
      return longest(path) > LONGEST_NAME ? Optional.of(tooLong(path)) : Optional.empty();
    }
    Optional<byte[]> bytes = bytesOf(path);
    if (bytes.isEmpty()) {
      return Optional.of("the path " + Quoted.of(path) + " stands for no bytes");
    }
    return longest(bytes.get()) > LONGEST_NAME ? Optional.of(tooLong(path)) : Optional.empty();
  }

  static Optional<String> problemOfLink(String target) {
    if (target.isEmpty() || target.indexOf('\0') >= 0) {
      return Optional.of("the link leads nowhere");
    }
    Optional<byte[]> bytes = bytesOf(target);
    if (bytes.isEmpty()) {
      return Optional.of("the link to " + Quoted.of(target) + " stands for no bytes");
    }
    return bytes.get().length > LONGEST_LINK
        ? Optional.of("the link to " + Quoted.of(target) + " is longer than any can be")
        : Optional.empty();
  }

  private static String tooLong(String path) {
    return "a name in the path " + Quoted.of(path) + " is longer than any can be";
  }

  private static boolean isOrdinary(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  /** Empty when the text is not the one that its own bytes have: two texts could name one file. */
  private static Optional<byte[]> bytesOf(String text) {
    try {
      byte[] bytes = SurrogateEscape.encode(text);
      return SurrogateEscape.decode(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static int longest(String path) {
    int longest = 0;
    int start = 0;
    for (int end = path.indexOf('/'); end >= 0; end = path.indexOf('/', start)) {
      longest = Math.max(longest, end - start);
      start = end + 1;
    }
    return Math.max(longest, path.length() - start);
  }

  private static int longest(byte[] path) {
    int longest = 0;
    int length = 0;
    for (byte one : path) {
      length = one == '/' ? 0 : length + 1;
      longest = Math.max(longest, length);
    }
    return longest;
  }
}
