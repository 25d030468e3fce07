package io.envsnap.testkit.drive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Who may see a file: listed, granted and taken back. */
final class Permissions {
  private final DriveDisk disk;
  private final Access access;

  Permissions(DriveDisk disk, Access access) {
    this.disk = disk;
    this.access = access;
  }

  static Map<String, Object> of(String person, String role) {
    Map<String, Object> permission = new LinkedHashMap<>();
    permission.put("kind", "drive#permission");
    permission.put("id", "p" + Math.abs((long) person.hashCode()));
    permission.put("type", person.equals("anyone") ? "anyone" : "user");
    permission.put("emailAddress", person);
    permission.put("role", role);
    return permission;
  }

  void handle(Caller caller, Call call, Item item) throws IOException {
    if (!access.mayChange(caller, item)) {
      throw DriveProblem.of(403, "insufficientFilePermissions", 0);
    }
    List<Map<String, Object>> all = new ArrayList<>(item.permissions());
    String[] pieces = call.path().split("/permissions/?", 2);
    String id = pieces.length < 2 ? "" : pieces[1];
    switch (call.method()) {
      case "GET" -> {
        if (!item.fields().containsKey("driveId")) {
          all.add(0, of(item.text("owner"), "owner"));
        }
        call.answer(
            200,
            Fields.select(
                Map.of("kind", "drive#permissionList", "permissions", all),
                call.parameter("fields"),
                "*"));
      }
      case "POST" -> {
        Map<String, Object> asked = call.json();
        String person = String.valueOf(asked.getOrDefault("emailAddress", "anyone"));
        Map<String, Object> made = of(person, String.valueOf(asked.get("role")));
        all.removeIf(one -> Objects.equals(one.get("id"), made.get("id")));
        all.add(made);
        disk.put(item.with("permissions", all));
        call.answer(200, Fields.select(made, call.parameter("fields"), "kind,id,type,role"));
      }
      case "DELETE" -> {
        if (!all.removeIf(one -> id.equals(one.get("id")))) {
          throw DriveProblem.notFound(id);
        }
        disk.put(item.with("permissions", all));
        call.answer(200, Map.of());
      }
      default -> throw new DriveProblem(404, "notFound", "Not Found");
    }
  }
}
