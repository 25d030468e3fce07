package io.envsnap.testkit.drive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What can be done to files, whatever request asks for it. */
final class DriveFiles {
  private static final Set<String> SETTABLE =
      Set.of(
          "id",
          "name",
          "mimeType",
          "parents",
          "properties",
          "appProperties",
          "description",
          "trashed",
          "shortcutDetails");

  private final DriveDisk disk;
  private final Access access;
  private final DriveClock clock;
  private final Supplier<DriveRules> rules;
  private final Set<String> reserved = ConcurrentHashMap.newKeySet();

  DriveFiles(DriveDisk disk, Access access, DriveClock clock, Supplier<DriveRules> rules) {
    this.disk = disk;
    this.access = access;
    this.clock = clock;
    this.rules = rules;
  }

  List<String> generateIds(int count) {
    if (count < 1 || count > 1000) {
      throw DriveProblem.invalid(
          "Invalid value '" + count + "'. Values must be within the range:" + " [1, 1000]");
    }
    List<String> ids =
        java.util.stream.IntStream.range(0, count)
            .mapToObj(n -> (disk.fresh("1") + disk.fresh("x") + "000000000").substring(0, 33))
            .toList();
    reserved.addAll(ids);
    return ids;
  }

  /**
   * What a new file's metadata would be.
   *
   * @throws DriveProblem when it may not be made: the id is in use or was never given, the parent
   *     is not seen, or holds too many
   */
  Item draft(Caller caller, Map<String, Object> asked) {
    Item item = new Item(Map.of("mimeType", "application/octet-stream", "name", "Untitled"));
    for (Map.Entry<String, Object> field : asked.entrySet()) {
      if (SETTABLE.contains(field.getKey()) && field.getValue() != Json.NULL) {
        item = item.with(field.getKey(), field.getValue());
      }
    }
    if (item.fields().containsKey("appProperties")) {
      item = item.with("appProperties", Map.of(caller.client(), item.map("appProperties")));
    }
    checkProperties(item.map("properties"));
    String id = item.text("id");
    if (id.isEmpty()) {
      id = generateIds(1).get(0);
    } else if (disk.find(id).isPresent()) {
      throw inUse();
    } else if (!reserved.contains(id) && !id.matches("1[0-9a-z]{32}")) {
      throw DriveProblem.invalid("The provided file ID is not usable.");
    }
    List<String> parents = item.parents();
    Item parent = access.visible(caller, parents.isEmpty() ? "root" : parents.get(0), true);
    if (!access.mayChange(caller, parent)) {
      throw new DriveProblem(
          403,
          "insufficientFilePermissions",
          "The user does not have sufficient permissions for this file.");
    }
    long children = disk.all().stream().filter(one -> one.parents().contains(parent.id())).count();
    if (children >= rules.get().childLimit()) {
      throw DriveProblem.of(403, "numChildrenInNonRootLimitExceeded", 0);
    }
    if (parent.fields().containsKey("driveId")) {
      item = item.with("driveId", parent.text("driveId"));
    }
    String now = clock.now().toString();
    return item.with("id", id)
        .with("parents", List.of(parent.id()))
        .with("owner", caller.user())
        .with("client", caller.client())
        .with("opened", Map.of(caller.grant(), true))
        .with("trashed", false)
        .with("createdTime", now)
        .with("modifiedTime", now)
        .with("changed", now)
        .with("version", "1");
  }

  private static void checkProperties(Map<String, Object> properties) {
    if (properties.size() > 30) {
      throw DriveProblem.invalid("Too many properties");
    }
    properties.forEach(
        (key, value) -> {
          byte[] both = (key + value).getBytes(java.nio.charset.StandardCharsets.UTF_8);
          if (both.length > 124) {
            throw DriveProblem.invalid("A property's key and value are longer than 124 bytes");
          }
        });
  }

  static DriveProblem inUse() {
    return new DriveProblem(409, "fileIdInUse", "A file already exists with the provided ID.");
  }

  /**
   * Whether so many bytes more fit.
   *
   * @throws DriveProblem when they do not
   */
  void insistOnRoom(Caller caller, Item item, long bytes) {
    if (caller.service() && !item.fields().containsKey("driveId") && bytes > 0) {
      throw new DriveProblem(
          403,
          "storageQuotaExceeded",
          "Service Accounts do not have storage quota. Leverage shared drives, or use OAuth"
              + " delegation instead.");
    }
    long limit = rules.get().storageLimit();
    if (limit > 0
        && !item.fields().containsKey("driveId")
        && usage(caller.user()) + bytes > limit) {
      throw DriveProblem.of(403, "storageQuotaExceeded", 0);
    }
  }

  /** Bytes of all that a person owns, in the trash or not. */
  long usage(String user) {
    return disk.all().stream()
        .filter(item -> item.text("owner").equals(user) && !item.fields().containsKey("driveId"))
        .filter(item -> !item.fields().containsKey("deleted"))
        .mapToLong(Item::size)
        .sum();
  }

  /** Brings a file into being, with its bytes. */
  Item commit(Item draft, Path bytes) throws IOException {
    Item whole = filled(draft, bytes);
    if (!disk.putIfAbsent(whole)) {
      Files.deleteIfExists(bytes);
      throw inUse();
    }
    return whole;
  }

  /** Brings a folder, or a file without bytes, into being. */
  Item commit(Item draft) {
    if (!disk.putIfAbsent(draft)) {
      throw inUse();
    }
    return draft;
  }

  /** The same file with other bytes. */
  Item filled(Item item, Path bytes) throws IOException {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      try (InputStream in = Files.newInputStream(bytes)) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          md5.update(buffer, 0, n);
          sha1.update(buffer, 0, n);
          sha256.update(buffer, 0, n);
        }
      }
      HexFormat hex = HexFormat.of();
      return item.with("size", String.valueOf(Files.size(bytes)))
          .with("md5Checksum", hex.formatHex(md5.digest()))
          .with("sha1Checksum", hex.formatHex(sha1.digest()))
          .with("sha256Checksum", hex.formatHex(sha256.digest()))
          .with("headRevisionId", disk.fresh("r"))
          .with("content", String.valueOf(bytes.getFileName()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Changes a file's metadata; {@code properties} are merged, and one that is null goes.
   *
   * @throws DriveProblem when the caller may not
   */
  Item update(Caller caller, Item item, Map<String, Object> asked, Call call) {
    if (!access.mayChange(caller, item)) {
      throw new DriveProblem(
          403,
          "insufficientFilePermissions",
          "The user does not have sufficient permissions for this file.");
    }
    if (asked.containsKey("trashed") && !access.isOwner(caller, item)) {
      throw new DriveProblem(
          403,
          "insufficientFilePermissions",
          "The user does not have sufficient permissions for this file.");
    }
    Item changed = item;
    for (Map.Entry<String, Object> field : asked.entrySet()) {
      if (field.getKey().equals("properties")) {
        Map<String, Object> merged = item.map("properties");
        Json.map(field.getValue())
            .forEach(
                (key, value) -> {
                  if (value == Json.NULL) {
                    merged.remove(key);
                  } else {
                    merged.put(key, value);
                  }
                });
        checkProperties(merged);
        changed = changed.with("properties", merged);
      } else if (field.getKey().equals("id")
          || field.getKey().equals("parents")
          || !SETTABLE.contains(field.getKey())) {
        throw new DriveProblem(
            403,
            "fieldNotWritable",
            "The resource body includes fields which are not directly writable.");
      } else {
        changed = changed.with(field.getKey(), field.getValue());
      }
    }
    if (!call.parameter("addParents").isEmpty()) {
      changed =
          changed.with(
              "parents", List.of(access.visible(caller, call.parameter("addParents"), true).id()));
    }
    return touched(changed);
  }

  Item touched(Item item) {
    String version = String.valueOf(Long.parseLong("0" + item.text("version")) + 1);
    return item.with("version", version).with("modifiedTime", clock.now().toString());
  }

  /** Deletes a file at once, without the trash; only its owner may. */
  void delete(Caller caller, Item item) {
    if (!access.isOwner(caller, item)) {
      throw new DriveProblem(
          403,
          "insufficientFilePermissions",
          "The user does not have sufficient permissions for this file.");
    }
    if (rules.get().lag().isZero()) {
      disk.remove(item);
    } else {
      disk.put(item.with("deleted", clock.now().toString()));
    }
    if (item.isFolder()) {
      disk.all().stream()
          .filter(child -> child.parents().contains(item.id()))
          .forEach(disk::remove);
    }
  }
}
