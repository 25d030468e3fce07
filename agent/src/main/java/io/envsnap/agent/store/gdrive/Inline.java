package io.envsnap.agent.store.gdrive;

import com.google.api.services.drive.model.File;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The bytes of a very small object as properties of its file, so that the search which finds it
 * brings them too: a history of a hundred refs costs no further request. The file has them as well.
 */
final class Inline {
  private static final String PIECE = "envsnapBytes";

  /** Drive allows 30 properties an app, and 124 bytes for a key and its value. */
  private static final int PIECES = 20;

  private static final int LENGTH = 100;

  private Inline() {}

  /** The properties; none when the bytes are too many, or no plain text. */
  static Map<String, String> properties(byte[] bytes) {
    Map<String, String> properties = new TreeMap<>();
    String text = new String(bytes, StandardCharsets.US_ASCII);
    if (bytes.length > PIECES * LENGTH
        || !Arrays.equals(text.getBytes(StandardCharsets.US_ASCII), bytes)) {
      return properties;
    }
    for (int from = 0; from < text.length(); from += LENGTH) {
      properties.put(
          PIECE + from / LENGTH, text.substring(from, Math.min(text.length(), from + LENGTH)));
    }
    return properties;
  }

  /** The bytes, when all of them are there as the file has them. */
  static Optional<byte[]> bytes(File file) {
    Map<String, String> properties = file.getProperties();
    if (properties == null) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder();
    for (int piece = 0; properties.containsKey(PIECE + piece); piece++) {
      text.append(properties.get(PIECE + piece));
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
    MessageDigest md5 = Sums.digest("MD5");
    return HexFormat.of().formatHex(md5.digest(bytes)).equals(file.getMd5Checksum())
        ? Optional.of(bytes)
        : Optional.empty();
  }
}
