package io.envsnap.testkit.drive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Uploads: in one request, of metadata and bytes together, and resumable ones. */
final class Uploads {
  private static final int GRAIN = 256 << 10;
  private static final Pattern RANGE =
      Pattern.compile("bytes (?:([0-9]+)-([0-9]+)|\\*)/([0-9]+|\\*)");

  private final DriveDisk disk;
  private final DriveFiles files;
  private final DriveClock clock;
  private final Supplier<DriveRules> rules;

  Uploads(DriveDisk disk, DriveFiles files, DriveClock clock, Supplier<DriveRules> rules) {
    this.disk = disk;
    this.files = files;
    this.clock = clock;
    this.rules = rules;
  }

  /** The metadata and the bytes of a {@code multipart/related} request. */
  record Parts(Map<String, Object> metadata, byte[] bytes) {}

  /** Splits {@code multipart/related} without ever taking bytes for text. */
  static Parts parts(Call call) throws IOException {
    Matcher boundary =
        Pattern.compile("boundary=\"?([^\";]+)\"?").matcher(call.header("Content-Type"));
    if (!boundary.find()) {
      throw new DriveProblem(400, "badContent", "Missing boundary");
    }
    // Latin-1 gives each byte one character.
    String body = new String(call.body().readAllBytes(), StandardCharsets.ISO_8859_1);
    String[] pieces = ("\r\n" + body).split("\r\n--" + Pattern.quote(boundary.group(1)), -1);
    if (pieces.length != 4) {
      throw new DriveProblem(400, "badContent", "Malformed multipart body.");
    }
    byte[] metadata = content(pieces[1]);
    try {
      return new Parts(
          Json.object(new String(metadata, StandardCharsets.UTF_8)), content(pieces[2]));
    } catch (IllegalArgumentException e) {
      throw new DriveProblem(400, "parseError", "Parse Error");
    }
  }

  private static byte[] content(String piece) throws IOException {
    int end = piece.indexOf("\r\n\r\n");
    if (end < 0) {
      throw new DriveProblem(400, "badContent", "Malformed multipart body.");
    }
    byte[] bytes = piece.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1);
    if (piece
        .substring(0, end)
        .toLowerCase(java.util.Locale.ROOT)
        .contains("content-encoding: gzip")) {
      try (InputStream in =
          new java.util.zip.GZIPInputStream(new java.io.ByteArrayInputStream(bytes))) {
        return in.readAllBytes();
      }
    }
    return bytes;
  }

  Path keep(byte[] bytes, Call call) throws IOException {
    byte[] kept = bytes.clone();
    if (call.fault(DriveFault.Kind.FLIP_BIT).isPresent() && kept.length > 0) {
      kept[kept.length / 2] ^= 1;
    }
    Path path = disk.freshContent();
    Files.write(path, kept);
    return path;
  }

  /** Begins a resumable upload, of a new file or of other bytes for {@code old}. */
  void begin(Caller caller, Call call, Optional<Item> old) throws IOException {
    Map<String, Object> asked = call.json();
    Item item =
        old.isPresent() ? files.update(caller, old.get(), asked, call) : files.draft(caller, asked);
    String length = call.header("X-Upload-Content-Length");
    files.insistOnRoom(caller, item, length.isEmpty() ? 0 : Long.parseLong(length));
    String id = disk.fresh("s");
    Map<String, Object> session = new LinkedHashMap<>();
    session.put("item", item.fields());
    session.put("update", old.isPresent());
    session.put("total", length);
    session.put("user", caller.user());
    session.put("fields", call.parameter("fields"));
    session.put("touched", clock.now().toString());
    disk.session(id, session);
    Files.write(disk.sessionBytes(id), new byte[0]);
    call.with(
        "Location",
        call.host() + call.path() + "?" + call.rawQuery() + "&upload_id=" + id + "&session_crd=x");
    call.empty(200);
  }

  /** Takes bytes for a session, or says how many it has. */
  void resume(Caller caller, Call call) throws IOException {
    String id = call.parameter("upload_id");
    Map<String, Object> session =
        disk.session(id).orElseThrow(() -> new DriveProblem(404, "notFound", "Not Found"));
    Optional<DriveFault> gone = call.fault(DriveFault.Kind.SESSION_GONE);
    Instant rested = Instant.parse(String.valueOf(session.get("touched")));
    if (gone.isPresent() || rested.plus(rules.get().sessionLife()).isBefore(clock.now())) {
      session.put("touched", Instant.EPOCH.toString());
      disk.session(id, session);
      throw new DriveProblem(gone.map(DriveFault::status).orElse(404), "notFound", "Not Found");
    }
    if (session.containsKey("done")) {
      done(call, caller, session, new Item(Json.map(session.getOrDefault("done", Map.of()))));
      return;
    }
    long have = Files.size(disk.sessionBytes(id));
    Matcher range = range(call, session, have);
    String total = range.group(3);
    boolean first = range.group(1) != null;
    if (first) {
      have = append(call, id, have, range);
    }
    session.put("touched", clock.now().toString());
    if (total.equals("*") || have < Long.parseLong(total)) {
      disk.session(id, session);
      incomplete(call, have);
      return;
    }
    Item item = new Item(Json.map(session.getOrDefault("item", Map.of())));
    Path content = disk.freshContent();
    Files.copy(disk.sessionBytes(id), content);
    Item made;
    if (Boolean.TRUE.equals(session.get("update"))) {
      made = files.filled(item, content);
      disk.put(made);
    } else {
      files.insistOnRoom(caller, item, have);
      made = files.commit(item, content);
    }
    session.put("done", made.fields());
    disk.session(id, session);
    Files.deleteIfExists(disk.sessionBytes(id));
    done(call, caller, session, made);
  }

  private static Matcher range(Call call, Map<String, Object> session, long have) {
    String said = call.header("Content-Range");
    String length = call.header("Content-Length");
    if (said.isEmpty()) {
      said = "bytes 0-" + (Long.parseLong("0" + length) - 1) + "/" + length;
    }
    if (said.equals("bytes 0--1/0")) {
      said = "bytes */0";
    }
    Matcher range = RANGE.matcher(said);
    String promised = String.valueOf(session.get("total"));
    if (!range.matches()
        || (!promised.isEmpty()
            && !range.group(3).equals("*")
            && !range.group(3).equals(promised))) {
      throw new DriveProblem(400, "badRequest", "Invalid Content-Range");
    }
    if (range.group(1) != null && Long.parseLong(range.group(1)) != have) {
      throw new DriveProblem(400, "badRequest", "Bytes were left out before this range");
    }
    return range;
  }

  private long append(Call call, String id, long have, Matcher range) throws IOException {
    long length = Long.parseLong(range.group(2)) - Long.parseLong(range.group(1)) + 1;
    boolean last =
        !range.group(3).equals("*")
            && Long.parseLong(range.group(2)) + 1 == Long.parseLong(range.group(3));
    if (!last && length % GRAIN != 0) {
      throw new DriveProblem(400, "badRequest", "A chunk must be a multiple of 256 KiB");
    }
    long most =
        call.fault(DriveFault.Kind.SHORT_RANGE)
            .or(() -> call.fault(DriveFault.Kind.DROP_WITHIN))
            .map(DriveFault::bytes)
            .orElse(Long.MAX_VALUE);
    boolean flip = call.fault(DriveFault.Kind.FLIP_BIT).isPresent();
    byte[] buffer = new byte[1 << 16];
    long kept = 0;
    try (OutputStream out =
        Files.newOutputStream(disk.sessionBytes(id), StandardOpenOption.APPEND)) {
      InputStream in = call.body();
      while (kept < most) {
        int n = in.read(buffer, 0, (int) Math.min(buffer.length, most - kept));
        if (n < 0) {
          break;
        }
        if (flip) {
          buffer[n / 2] ^= 1;
          flip = false;
        }
        out.write(buffer, 0, n);
        kept += n;
      }
    }
    if (call.fault(DriveFault.Kind.DROP_WITHIN).isPresent()) {
      throw new Dropped();
    }
    return have + kept;
  }

  /** The connection is to end without an answer. */
  static final class Dropped extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static void incomplete(Call call, long have) throws IOException {
    if (have > 0) {
      call.with("Range", "bytes=0-" + (have - 1));
    }
    call.empty(308);
  }

  private void done(Call call, Caller caller, Map<String, Object> session, Item item)
      throws IOException {
    call.answer(
        200,
        Fields.select(
            call.fault(DriveFault.Kind.NO_SHA256).isPresent()
                ? item.without("sha256Checksum").seenBy(caller.client())
                : item.seenBy(caller.client()),
            String.valueOf(session.get("fields")),
            DriveRoutes.USUAL));
  }
}
