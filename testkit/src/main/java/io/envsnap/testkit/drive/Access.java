package io.envsnap.testkit.drive;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who may see and change which file. */
final class Access {
  private static final List<String> ROLES =
      List.of("", "reader", "commenter", "writer", "fileOrganizer", "organizer", "owner");

  private final DriveDisk disk;

  Access(DriveDisk disk) {
    this.disk = disk;
  }

  /** The id of a person's My Drive. */
  static String root(String user) {
    return "0A" + String.format(java.util.Locale.ROOT, "%017d", Math.abs((long) user.hashCode()));
  }

  /** A person's My Drive, made when it is first asked for. */
  Item rootOf(Caller caller) {
    String id = root(caller.user());
    Optional<Item> known = disk.find(id);
    if (known.isPresent()) {
      return known.get();
    }
    Item made =
        new Item(Map.of("id", id, "name", "My Drive", "mimeType", Item.FOLDER))
            .with("owner", caller.user())
            .with("trashed", false)
            .with("changed", "");
    disk.putIfAbsent(made);
    return made;
  }

  /**
   * A file that the caller may see.
   *
   * @throws DriveProblem 404 when there is none, or none for this caller
   */
  Item visible(Caller caller, String asked, boolean allDrives) {
    String id = asked.equals("root") ? rootOf(caller).id() : asked;
    return disk.find(id)
        .filter(item -> !item.fields().containsKey("deleted"))
        .filter(item -> sees(caller, item))
        .filter(item -> allDrives || !item.fields().containsKey("driveId"))
        .orElseThrow(() -> DriveProblem.notFound(asked));
  }

  boolean sees(Caller caller, Item item) {
    if (role(caller, item).isEmpty()) {
      return false;
    }
    return !caller.seesOwnFilesOnly()
        || item.id().equals(root(caller.user()))
        || item.map("opened").containsKey(caller.grant());
  }

  /** Whether the caller may add to a folder or change a file. */
  boolean mayChange(Caller caller, Item item) {
    return ROLES.indexOf(role(caller, item)) >= ROLES.indexOf("writer");
  }

  boolean isOwner(Caller caller, Item item) {
    return item.fields().containsKey("driveId")
        ? ROLES.indexOf(role(caller, item)) >= ROLES.indexOf("organizer")
        : item.text("owner").equals(caller.user());
  }

  /** The highest role that a person has by ownership, by the file's permissions, or a folder's. */
  private String role(Caller caller, Item item) {
    String best = item.text("owner").equals(caller.user()) ? "owner" : "";
    for (Map<String, Object> permission : item.permissions()) {
      String who = String.valueOf(permission.getOrDefault("emailAddress", "anyone"));
      String role = String.valueOf(permission.get("role"));
      if ((who.equals(caller.user()) || who.equals("anyone"))
          && ROLES.indexOf(role) > ROLES.indexOf(best)) {
        best = role;
      }
    }
    for (String parent : item.parents()) {
      Optional<Item> above = disk.find(parent);
      if (above.isPresent()) {
        String inherited = role(caller, above.get());
        // Who owns a folder may do to what others put into it all but what only owners may.
        inherited = inherited.equals("owner") ? "writer" : inherited;
        best = ROLES.indexOf(inherited) > ROLES.indexOf(best) ? inherited : best;
      }
    }
    return best;
  }
}
