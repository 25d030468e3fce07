package io.envsnap.testkit.drive;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A file or folder as the emulator keeps it: Drive's own fields, and some that no answer shows.
 *
 * @param fields all fields
 */
record Item(Map<String, Object> fields) {
  static final String FOLDER = "application/vnd.google-apps.folder";
  static final String SHORTCUT = "application/vnd.google-apps.shortcut";

  Item {
    fields = new LinkedHashMap<>(fields);
  }

  String id() {
    return text("id");
  }

  String text(String field) {
    return String.valueOf(fields.getOrDefault(field, ""));
  }

  boolean flag(String field) {
    return Boolean.TRUE.equals(fields.get(field));
  }

  Item with(String field, Object value) {
    Item copy = new Item(fields);
    copy.fields.put(field, value);
    return copy;
  }

  Item without(String field) {
    Item copy = new Item(fields);
    copy.fields.remove(field);
    return copy;
  }

  boolean isFolder() {
    return text("mimeType").equals(FOLDER);
  }

  List<String> parents() {
    return fields.containsKey("parents")
        ? Json.list(fields.getOrDefault("parents", List.of())).stream()
            .map(String::valueOf)
            .toList()
        : List.of();
  }

  long size() {
    return fields.containsKey("size") ? Long.parseLong(text("size")) : 0;
  }

  Instant time(String field) {
    return Instant.parse(text(field));
  }

  Map<String, Object> map(String field) {
    return Json.map(fields.getOrDefault(field, Map.of()));
  }

  /** Who may do what: a person's address, or {@code anyone}, and a role. */
  List<Map<String, Object>> permissions() {
    return Json.list(fields.getOrDefault("permissions", List.of())).stream()
        .map(Json::map)
        .toList();
  }

  /** What an app sees of it; {@code appProperties} are those of that app only. */
  Map<String, Object> seenBy(String client) {
    Map<String, Object> seen = new LinkedHashMap<>(fields);
    List.of("client", "owner", "content", "appProperties", "deleted", "changed", "opened")
        .forEach(seen::remove);
    Map<String, Object> apps = map("appProperties");
    if (apps.containsKey(client)) {
      seen.put("appProperties", apps.getOrDefault(client, Map.of()));
    }
    seen.put("kind", "drive#file");
    if (!fields.containsKey("driveId")) {
      seen.put("owners", List.of(Map.of("kind", "drive#user", "emailAddress", text("owner"))));
    }
    return new TreeMap<>(seen);
  }
}
