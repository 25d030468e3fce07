package io.envsnap.testkit.drive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A partial answer: {@code fields=nextPageToken,files(id,name)}. */
final class Fields {
  private static final Set<String> KNOWN =
      Set.of(
          "kind",
          "id",
          "name",
          "mimeType",
          "parents",
          "properties",
          "appProperties",
          "createdTime",
          "modifiedTime",
          "trashed",
          "size",
          "md5Checksum",
          "sha1Checksum",
          "sha256Checksum",
          "version",
          "headRevisionId",
          "owners",
          "permissions",
          "driveId",
          "description",
          "shortcutDetails",
          "emailAddress",
          "files",
          "nextPageToken",
          "incompleteSearch",
          "storageQuota",
          "limit",
          "usage",
          "usageInDrive",
          "user",
          "ids",
          "space",
          "targetId",
          "role",
          "type",
          "quotaBytesUsed",
          "capabilities",
          "canAddChildren",
          "canEdit",
          "ownedByMe",
          "permissionIds",
          "starred",
          "webViewLink",
          "explicitlyTrashed",
          "usageInDriveTrash",
          "permissionId",
          "displayName");

  private final String text;
  private int at;

  private Fields(String text) {
    this.text = text;
  }

  /** Leaves of an answer what was asked for; {@code usual} when nothing was. */
  static Map<String, Object> select(Map<String, Object> answer, String asked, String usual) {
    String wanted = asked.isEmpty() ? usual : asked;
    Fields fields = new Fields(wanted);
    Map<String, Object> mask = fields.names();
    if (fields.at != wanted.length()) {
      throw invalid(wanted);
    }
    return cut(answer, mask);
  }

  private static DriveProblem invalid(String name) {
    return new DriveProblem(400, "invalidParameter", "Invalid field selection " + name);
  }

  private Map<String, Object> names() {
    Map<String, Object> mask = new LinkedHashMap<>();
    do {
      name(mask);
    } while (take(','));
    return mask;
  }

  private void name(Map<String, Object> mask) {
    int from = at;
    while (at < text.length() && ",()/".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String name = text.substring(from, at).strip();
    if (!name.equals("*") && !KNOWN.contains(name)) {
      throw invalid(name);
    }
    Map<String, Object> inner = Map.of();
    if (take('(')) {
      inner = names();
      if (!take(')')) {
        throw invalid(text);
      }
    } else if (take('/')) {
      inner = new LinkedHashMap<>();
      name(inner);
    }
    mask.put(name, inner);
  }

  private boolean take(char wanted) {
    boolean here = at < text.length() && text.charAt(at) == wanted;
    at += here ? 1 : 0;
    return here;
  }

  private static Map<String, Object> cut(Map<String, Object> answer, Map<String, Object> mask) {
    if (mask.containsKey("*") || mask.isEmpty()) {
      return answer;
    }
    Map<String, Object> left = new LinkedHashMap<>();
    answer.forEach(
        (name, value) -> {
          if (mask.containsKey(name)) {
            left.put(name, cutValue(value, Json.map(mask.getOrDefault(name, Map.of()))));
          }
        });
    return left;
  }

  private static Object cutValue(Object value, Map<String, Object> mask) {
    if (value instanceof List<?> list) {
      List<Object> left = new ArrayList<>();
      list.forEach(one -> left.add(cutValue(one, mask)));
      return left;
    }
    return value instanceof Map<?, ?> map ? cut(Json.map(map), mask) : value;
  }
}
