package io.envsnap.testkit.drive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Drive API v3: which request does what. */
final class DriveRoutes {
  static final String USUAL = "kind,id,name,mimeType";
  private static final String FILES = "/drive/v3/files";
  private static final String UPLOAD = "/upload/drive/v3/files";
  private static final String DOWNLOAD = "/download/drive/v3/files";

  private final DriveDisk disk;
  private final Access access;
  private final DriveFiles files;
  private final Listing listing;
  private final Uploads uploads;
  private final Downloads downloads;
  private final Supplier<DriveRules> rules;

  DriveRoutes(DriveDisk disk, DriveClock clock, Supplier<DriveRules> rules) {
    this.disk = disk;
    this.rules = rules;
    this.access = new Access(disk);
    this.files = new DriveFiles(disk, access, clock, rules);
    this.listing = new Listing(disk, access, clock, rules);
    this.uploads = new Uploads(disk, files, clock, rules);
    this.downloads = new Downloads(disk);
  }

  /** What a request asks, by its method, path and parameters alone. */
  static DriveCall kind(Call call) {
    String path = call.path();
    boolean one = path.matches(".*/files/[^/]+");
    if (path.startsWith(UPLOAD)) {
      return upload(call);
    }
    if (path.startsWith(DOWNLOAD) || isMedia(call)) {
      return DriveCall.DOWNLOAD;
    }
    if (path.equals("/drive/v3/about")) {
      return DriveCall.ABOUT;
    }
    if (path.equals(FILES + "/generateIds")) {
      return DriveCall.GENERATE_IDS;
    }
    if (path.equals(FILES)) {
      return call.method().equals("POST") ? DriveCall.CREATE : DriveCall.LIST;
    }
    if (path.startsWith(FILES) && path.contains("/permissions")) {
      return DriveCall.PERMISSIONS;
    }
    if (path.startsWith(FILES) && path.endsWith("/copy")) {
      return DriveCall.COPY;
    }
    if (path.startsWith(FILES) && one) {
      return switch (call.method()) {
        case "GET" -> DriveCall.GET;
        case "PATCH" -> DriveCall.UPDATE;
        case "DELETE" -> DriveCall.DELETE;
        default -> DriveCall.UNKNOWN;
      };
    }
    return DriveCall.UNKNOWN;
  }

  private static boolean isMedia(Call call) {
    return call.path().startsWith(FILES)
        && call.method().equals("GET")
        && call.parameter("alt").equals("media");
  }

  private static DriveCall upload(Call call) {
    if (!call.parameter("upload_id").isEmpty()) {
      return call.header("Content-Range").startsWith("bytes */")
          ? DriveCall.STATUS
          : DriveCall.UPLOAD;
    }
    if (call.parameter("uploadType").equals("resumable")) {
      return DriveCall.SESSION;
    }
    return call.method().equals("PATCH") ? DriveCall.UPDATE : DriveCall.CREATE;
  }

  void handle(DriveCall kind, Caller caller, Call call) throws IOException {
    boolean writes = kind.creates() || kind == DriveCall.UPDATE || kind == DriveCall.DELETE;
    if (writes && !caller.mayWrite()) {
      throw DriveProblem.of(403, "insufficientPermissions", 0);
    }
    switch (kind) {
      case GENERATE_IDS -> ids(call);
      case CREATE -> create(caller, call);
      case SESSION ->
          uploads.begin(
              caller,
              call,
              call.path().equals(UPLOAD) ? Optional.empty() : Optional.of(file(caller, call)));
      case UPLOAD, STATUS -> uploads.resume(caller, call);
      case GET -> shown(caller, call, file(caller, call));
      case DOWNLOAD -> downloads.send(call, file(caller, call));
      case LIST -> call.answer(200, listing.page(caller, call));
      case UPDATE -> update(caller, call);
      case DELETE -> {
        files.delete(caller, file(caller, call));
        call.answer(200, Map.of());
      }
      case COPY -> copy(caller, call);
      case PERMISSIONS -> new Permissions(disk, access).handle(caller, call, file(caller, call));
      case ABOUT -> about(caller, call);
      default -> throw new DriveProblem(404, "notFound", "Not Found");
    }
  }

  private Item file(Caller caller, Call call) {
    String[] pieces = call.path().split("/files/", 2);
    String id = pieces.length < 2 ? "" : pieces[1].split("/", 2)[0];
    return access.visible(caller, id, call.flag("supportsAllDrives"));
  }

  private static void shown(Caller caller, Call call, Item item) throws IOException {
    Item seen =
        call.fault(DriveFault.Kind.NO_SHA256).isPresent() ? item.without("sha256Checksum") : item;
    call.answer(200, Fields.select(seen.seenBy(caller.client()), call.parameter("fields"), USUAL));
  }

  private void ids(Call call) throws IOException {
    String count = call.parameter("count");
    List<String> ids = files.generateIds(count.isEmpty() ? 10 : Integer.parseInt(count));
    call.answer(
        200,
        Fields.select(
            Map.of("kind", "drive#generatedIds", "space", "drive", "ids", ids),
            call.parameter("fields"),
            "*"));
  }

  private void create(Caller caller, Call call) throws IOException {
    if (!call.path().equals(UPLOAD)) {
      shown(caller, call, files.commit(files.draft(caller, call.json())));
      return;
    }
    boolean multipart = call.parameter("uploadType").equals("multipart");
    Uploads.Parts parts =
        multipart ? Uploads.parts(call) : new Uploads.Parts(Map.of(), call.body().readAllBytes());
    Item draft = files.draft(caller, parts.metadata());
    files.insistOnRoom(caller, draft, parts.bytes().length);
    shown(caller, call, files.commit(draft, uploads.keep(parts.bytes(), call)));
  }

  // If-Match is not looked at: of two writers, the last wins, as with the real v3.
  private void update(Caller caller, Call call) throws IOException {
    Item item = file(caller, call);
    Item changed;
    if (call.path().startsWith(UPLOAD)) {
      Uploads.Parts parts =
          call.parameter("uploadType").equals("multipart")
              ? Uploads.parts(call)
              : new Uploads.Parts(Map.of(), call.body().readAllBytes());
      files.insistOnRoom(caller, item, parts.bytes().length - item.size());
      Path bytes = uploads.keep(parts.bytes(), call);
      changed = files.filled(files.update(caller, item, parts.metadata(), call), bytes);
    } else {
      changed = files.update(caller, item, call.json(), call);
    }
    disk.put(changed);
    shown(caller, call, changed);
  }

  private void copy(Caller caller, Call call) throws IOException {
    Item from = file(caller, call);
    Map<String, Object> asked = new LinkedHashMap<>();
    asked.put("name", from.text("name"));
    asked.put("parents", new ArrayList<>(from.parents()));
    asked.putAll(call.json());
    Item draft = files.draft(caller, asked);
    files.insistOnRoom(caller, draft, from.size());
    Path bytes = disk.freshContent();
    java.nio.file.Files.copy(disk.content(from), bytes);
    shown(caller, call, files.commit(draft, bytes));
  }

  private void about(Caller caller, Call call) throws IOException {
    if (call.parameter("fields").isEmpty()) {
      throw new DriveProblem(
          400, "required", "The 'fields' parameter is required for this method.");
    }
    Map<String, Object> quota = new LinkedHashMap<>();
    String usage = String.valueOf(files.usage(caller.user()));
    if (caller.service()) {
      quota.put("limit", "0");
    } else if (rules.get().storageLimit() > 0) {
      quota.put("limit", String.valueOf(rules.get().storageLimit()));
    }
    quota.put("usage", usage);
    quota.put("usageInDrive", usage);
    call.answer(
        200,
        Fields.select(
            Map.of(
                "kind",
                "drive#about",
                "user",
                Map.of("kind", "drive#user", "emailAddress", caller.user()),
                "storageQuota",
                quota),
            call.parameter("fields"),
            "*"));
  }

  void share(String id, String person, String role) {
    Item item = disk.find(id).orElseThrow(() -> DriveProblem.notFound(id));
    List<Map<String, Object>> all = new ArrayList<>(item.permissions());
    all.add(Permissions.of(person, role));
    disk.put(item.with("permissions", all));
  }

  /** A shared drive, whose root folder has the drive's id. */
  void sharedDrive(String id, String organizer) {
    disk.put(
        new Item(Map.of("id", id, "name", "Team", "mimeType", Item.FOLDER))
            .with("driveId", id)
            .with("owner", "")
            .with("trashed", false)
            .with("changed", "")
            .with("permissions", List.of(Permissions.of(organizer, "organizer"))));
  }
}
