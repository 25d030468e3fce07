package io.envsnap.agent.ecosystem.pip;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The head of a {@code METADATA}, {@code PKG-INFO} or {@code WHEEL} file: email headers, of which
 * the first of each name counts. Source: Python packaging, "Core metadata specifications".
 */
record MetadataText(Map<String, String> headers) {
  static MetadataText parse(List<String> lines) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line : lines) {
      if (line.isEmpty()) {
        break;
      }
      int colon = line.indexOf(':');
      if (colon > 0 && line.charAt(0) != ' ' && line.charAt(0) != '\t') {
        headers.putIfAbsent(line.substring(0, colon), line.substring(colon + 1).strip());
      }
    }
    return new MetadataText(headers);
  }

  /** The lines before the first empty one: a long description may follow it. */
  static List<String> head(byte[] text) {
    int line = 0;
    int end = 0;
    while (end < text.length && !(isEnd(text[end]) && end == line)) {
      if (isEnd(text[end])) {
        boolean two = text[end] == '\r' && end + 1 < text.length && text[end + 1] == '\n';
        line = end + (two ? 2 : 1);
        end = line;
      } else {
        end++;
      }
    }
    return new String(text, 0, end, StandardCharsets.UTF_8).lines().toList();
  }

  private static boolean isEnd(byte letter) {
    return letter == '\n' || letter == '\r';
  }

  String get(String name) {
    return headers.getOrDefault(name, "");
  }
}
