package io.envsnap.agent.ecosystem.pip;

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

  String get(String name) {
    return headers.getOrDefault(name, "");
  }
}
