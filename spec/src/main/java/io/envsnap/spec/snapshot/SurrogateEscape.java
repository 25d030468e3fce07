package io.envsnap.spec.snapshot;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * File names as text and back, without loss: UTF-8, where each byte that is not UTF-8 stands as a
 * lone surrogate U+DC80 to U+DCFF (Python's {@code surrogateescape}, PEP 383). For {@link TreePath}
 * and for the text of symbolic links.
 */
public final class SurrogateEscape {
  private static final int ESCAPE = 0xDC00;

  private SurrogateEscape() {}

  /** The text of these bytes; every sequence of bytes has one. */
  public static String decode(byte[] bytes) {
    return decode(bytes, 0, bytes.length);
  }

  /** The text of {@code bytes[from..to)}; every sequence of bytes has one. */
  public static String decode(byte[] bytes, int from, int to) {
    if (from == to) {
      return "";
    }
    for (int i = from; i < to; i++) {
      if (bytes[i] < 0) {
        return decodeStrictly(ByteBuffer.wrap(bytes, from, to - from));
      }
    }
    return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
  }

  private static String decodeStrictly(ByteBuffer bytes) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer text = CharBuffer.allocate(bytes.remaining());
    while (true) {
      CoderResult result = decoder.decode(bytes, text, true);
      if (!result.isError()) {
        return text.flip().toString();
      }
      text.put((char) (ESCAPE | (bytes.get() & 0xFF)));
      decoder.reset();
    }
  }

  /**
   * The bytes of a text.
   *
   * @throws IllegalArgumentException when it holds a surrogate that stands for no byte
   */
  public static byte[] encode(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    // A surrogate that stands alone becomes a question mark there, and a pair of them four bytes.
    return bytes.length == text.length() && !mayHaveReplaced(bytes) ? bytes : encodeSlowly(text);
  }

  private static boolean mayHaveReplaced(byte[] bytes) {
    for (byte one : bytes) {
      if (one == '?') {
        return true;
      }
    }
    return false;
  }

  private static byte[] encodeSlowly(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return encodeEscapes(text);
      }
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Writes the bytes of a text and a NUL, which none of them is. */
  public static void writeEnded(OutputStream out, String text) throws IOException {
    out.write(encode(text));
    out.write(0);
  }

  private static byte[] encodeEscapes(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() + 8);
    int plain = 0;
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      int next = i + Character.charCount(point);
      if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
        if (point < ESCAPE + 0x80 || point > ESCAPE + 0xFF) {
          throw new IllegalArgumentException(
              "not a file name: U+" + Integer.toHexString(point) + " stands for no byte");
        }
        bytes.writeBytes(text.substring(plain, i).getBytes(StandardCharsets.UTF_8));
        bytes.write(point & 0xFF);
        plain = next;
      }
      i = next;
    }
    bytes.writeBytes(text.substring(plain).getBytes(StandardCharsets.UTF_8));
    return bytes.toByteArray();
  }
}
