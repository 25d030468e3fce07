package io.envsnap.agent.tree;

import io.envsnap.spec.snapshot.SurrogateEscape;
import java.io.ByteArrayOutputStream;

/** Text in which awkward bytes stand as a backslash and three octal digits. */
final class OctalEscapes {
  private OctalEscapes() {}

  /**
   * The text that was meant. A backslash before anything else is dropped, unless another follows
   * it: that pair is one backslash.
   */
  static String plain(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    byte[] bytes = SurrogateEscape.encode(text);
    ByteArrayOutputStream plain = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != '\\') {
        plain.write(bytes[i]);
      } else if (isOctal(bytes, i + 1) && isOctal(bytes, i + 2) && isOctal(bytes, i + 3)) {
        plain.write(
            ((bytes[i + 1] - '0') << 6) | ((bytes[i + 2] - '0') << 3) | (bytes[i + 3] - '0'));
        i += 3;
      } else if (i + 1 < bytes.length) {
        i++;
        plain.write(bytes[i]);
      }
    }
    return SurrogateEscape.decode(plain.toByteArray());
  }

  private static boolean isOctal(byte[] bytes, int at) {
    return at < bytes.length && bytes[at] >= '0' && bytes[at] <= '7';
  }
}
