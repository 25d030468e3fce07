package io.envsnap.testkit.drive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each test names the fact that it holds the emulator to: the guide's page, or who reported it. */
class DriveEmulatorTest {
  private static final byte[] BYTES = new byte[1 << 20];

  @TempDir private Path folder;
  private DriveEmulator drive;
  private Plain ada;

  @BeforeEach
  void start() {
    for (int i = 0; i < BYTES.length; i++) {
      BYTES[i] = (byte) (i * 31 + (i >> 8));
    }
    drive = DriveEmulator.start(folder, DriveClock.standing());
    ada = as("ada@example.com");
  }

  private Plain as(String user) {
    return new Plain(drive, drive.token(user, "app", "drive"));
  }

  @AfterEach
  void stop() {
    drive.close();
  }

  // Reference, files resource: int64 is a JSON string; fields choose what is answered.
  @Test
  void sizesAreTextsAndFieldsChooseTheAnswer() throws IOException {
    Plain.Answer made =
        ada.multipart("{\"name\":\"a\"}", BYTES, "id,size,md5Checksum,sha256Checksum");
    assertThat(made.status()).isEqualTo(200);
    assertThat(made.json().keySet())
        .containsExactlyInAnyOrder("id", "size", "md5Checksum", "sha256Checksum");
    assertThat(made.json().get("size")).isEqualTo("1048576");
    assertThat(ada.get("drive/v3/files/" + made.id()).json().keySet())
        .containsExactlyInAnyOrder("kind", "id", "name", "mimeType");
  }

  // duckdb-gdrive, live: fields=etag is 400 "Invalid field selection etag".
  @Test
  void versionThreeHasNoEtag() throws IOException {
    Plain.Answer answer = ada.get("drive/v3/files/" + ada.file("{}", BYTES) + "?fields=etag");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("Invalid field selection etag");
  }

  @Test
  void bytesComeBackAsTheyWere() throws IOException {
    String id = ada.file("{}", BYTES);
    assertThat(ada.get("drive/v3/files/" + id + "?alt=media").bytes()).isEqualTo(BYTES);
    assertThat(ada.get("download/drive/v3/files/" + id).bytes()).isEqualTo(BYTES);
  }

  // Guide, manage-downloads, "partial download".
  @Test
  void aRangeIsAPartWithItsPlace() throws IOException {
    String id = ada.file("{}", BYTES);
    Plain.Answer part = ada.get("drive/v3/files/" + id + "?alt=media", "Range", "bytes=5-8");
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.bytes()).hasSize(4).startsWith(BYTES[5]);
    assertThat(part.header("Content-Range")).isEqualTo("bytes 5-8/1048576");
  }

  @Test
  void aRangeOfAnEmptyFileCannotBeSatisfied() throws IOException {
    String id = ada.file("{}", new byte[0]);
    Plain.Answer part = ada.get("drive/v3/files/" + id + "?alt=media", "Range", "bytes=0-8");
    assertThat(part.status()).isEqualTo(416);
    assertThat(part.reason()).isEqualTo("requestedRangeNotSatisfiable");
  }

  // Names are not unique in a folder.
  @Test
  void twoFilesMayHaveOneName() throws IOException {
    assertThat(ada.file("{\"name\":\"a\"}", BYTES))
        .isNotEqualTo(ada.file("{\"name\":\"a\"}", BYTES));
    assertThat(ada.found("name = 'a'")).hasSize(2);
  }

  // Guide, create-file: retries with the same id are 409, and no duplicate is made.
  @Test
  void anIdIsUsedOnce() throws IOException {
    String id = ada.freshId();
    String metadata = "{\"id\":\"" + id + "\"}";
    assertThat(ada.multipart(metadata, BYTES, "").status()).isEqualTo(200);
    Plain.Answer second = ada.multipart(metadata, BYTES, "");
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.reason()).isEqualTo("fileIdInUse");
  }

  @Test
  void anIdThatDriveNeverGaveIsRefused() throws IOException {
    Plain.Answer answer = ada.multipart("{\"id\":\"my-own\"}", BYTES, "");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("The provided file ID is not usable");
  }

  @Test
  void aParentMustBeThere() throws IOException {
    assertThat(ada.multipart("{\"parents\":[\"nowhere\"]}", BYTES, "").status()).isEqualTo(404);
  }

  // Guide, manage-uploads: 308 tells by Range what has arrived; the file appears with its last
  // byte.
  @Test
  void anUploadGoesOnWhereItStopped() throws IOException {
    String id = ada.freshId();
    String session = ada.session("{\"id\":\"" + id + "\"}", BYTES.length).header("Location");
    byte[] head = java.util.Arrays.copyOf(BYTES, 512 << 10);
    Plain.Answer first = ada.put(session, head, "bytes 0-524287/1048576");
    assertThat(first.status()).isEqualTo(308);
    assertThat(first.header("Range")).isEqualTo("bytes=0-524287");
    assertThat(first.header("Location")).isEmpty();
    assertThat(ada.get("drive/v3/files/" + id).status()).isEqualTo(404);
    assertThat(ada.put(session, new byte[0], "bytes */1048576").header("Range"))
        .isEqualTo("bytes=0-524287");
    byte[] rest = java.util.Arrays.copyOfRange(BYTES, 512 << 10, BYTES.length);
    Plain.Answer last = ada.put(session, rest, "bytes 524288-1048575/1048576");
    assertThat(last.status()).isEqualTo(200);
    assertThat(last.json().get("size")).isEqualTo("1048576");
    assertThat(ada.get("drive/v3/files/" + id + "?alt=media").bytes()).isEqualTo(BYTES);
    assertThat(ada.put(session, new byte[0], "bytes */1048576").status()).isEqualTo(200);
  }

  @Test
  void aSessionWithoutBytesHasNoRange() throws IOException {
    String session = ada.session("{}", BYTES.length).header("Location");
    Plain.Answer answer = ada.put(session, new byte[0], "bytes */1048576");
    assertThat(answer.status()).isEqualTo(308);
    assertThat(answer.header("Range")).isEmpty();
  }

  // Guide: chunks are multiples of 256 KiB but for the last.
  @Test
  void anOddChunkAndAGapAndAnotherTotalAreRefused() throws IOException {
    String session = ada.session("{}", BYTES.length).header("Location");
    assertThat(ada.put(session, new byte[10], "bytes 0-9/1048576").status()).isEqualTo(400);
    assertThat(ada.put(session, new byte[1 << 18], "bytes 262144-524287/1048576").status())
        .isEqualTo(400);
    assertThat(ada.put(session, new byte[1 << 18], "bytes 0-262143/9999999").status())
        .isEqualTo(400);
  }

  // Guide: a session ends after a week.
  @Test
  void aSessionEndsAfterAWeek() throws IOException {
    String session = ada.session("{}", BYTES.length).header("Location");
    drive.clock().advance(Duration.ofDays(8));
    Plain again = as("ada@example.com");
    assertThat(again.put(session, BYTES, "bytes 0-1048575/1048576").status()).isEqualTo(404);
  }

  @Test
  void ofTwoSessionsWithOneIdOneSucceeds() throws IOException {
    String metadata = "{\"id\":\"" + ada.freshId() + "\"}";
    String one = ada.session(metadata, BYTES.length).header("Location");
    String two = ada.session(metadata, BYTES.length).header("Location");
    assertThat(ada.put(one, BYTES, "bytes 0-1048575/1048576").status()).isEqualTo(200);
    assertThat(ada.put(two, BYTES, "bytes 0-1048575/1048576").status()).isEqualTo(409);
  }

  @Test
  void faultsOfAnUploadKeepWhatTheySay() throws IOException {
    String session = ada.session("{}", BYTES.length).header("Location");
    drive.faults(FaultPlan.at(DriveCall.UPLOAD, DriveFault.keepOnly(1000), 0));
    assertThat(ada.put(session, BYTES, "bytes 0-1048575/1048576").header("Range"))
        .isEqualTo("bytes=0-999");
    drive.faults(FaultPlan.at(DriveCall.UPLOAD, DriveFault.dropAt(1 << 18), 0));
    byte[] rest = java.util.Arrays.copyOfRange(BYTES, 1000, BYTES.length);
    assertThatThrownBy(() -> ada.put(session, rest, "bytes 1000-1048575/1048576"))
        .isInstanceOf(IOException.class);
    assertThat(ada.put(session, new byte[0], "bytes */1048576").header("Range"))
        .isEqualTo("bytes=0-" + (999 + (1 << 18)));
    drive.faults(FaultPlan.at(DriveCall.UPLOAD, DriveFault.sessionGone(410), 0));
    assertThat(ada.put(session, BYTES, "bytes 0-1048575/1048576").status()).isEqualTo(410);
    assertThat(ada.put(session, new byte[0], "bytes */1048576").status()).isEqualTo(404);
  }

  @Test
  void anAnswerMayBeLostThoughTheFileWasMade() throws IOException {
    String id = ada.freshId();
    drive.faults(FaultPlan.at(DriveCall.CREATE, DriveFault.loseAnswer(), 0));
    assertThatThrownBy(() -> ada.multipart("{\"id\":\"" + id + "\"}", BYTES, ""))
        .isInstanceOf(IOException.class);
    assertThat(ada.get("drive/v3/files/" + id).status()).isEqualTo(200);
  }

  // NetHttpTransport sends PATCH as POST with an override, and long GETs as forms.
  @Test
  void methodsMayBeOverridden() throws IOException {
    String id = ada.file("{\"name\":\"a\"}", BYTES);
    Plain.Answer answer =
        ada.send(
            "POST",
            "drive/v3/files/" + id,
            "{\"name\":\"b\"}".getBytes(UTF_8),
            "X-HTTP-Method-Override",
            "PATCH");
    assertThat(answer.json().get("name")).isEqualTo("b");
    Plain.Answer listed =
        ada.send(
            "POST",
            "drive/v3/files",
            "q=name+%3D+%27b%27".getBytes(UTF_8),
            "X-HTTP-Method-Override",
            "GET",
            "Content-Type",
            "application/x-www-form-urlencoded");
    assertThat(listed.text()).contains(id);
  }

  @Test
  void bodiesMayComePacked() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write("{\"name\":\"packed\"}".getBytes(UTF_8));
    }
    Plain.Answer made =
        ada.send("POST", "drive/v3/files", packed.toByteArray(), "Content-Encoding", "gzip");
    assertThat(made.json().get("name")).isEqualTo("packed");
  }

  // Guide, search: what it does not know is 400; quotes and backslashes are escaped.
  @Test
  void aSearchIsStrict() throws IOException {
    String id = ada.file("{\"name\":\"it's\",\"properties\":{\"k\":\"v\"}}", BYTES);
    assertThat(ada.found("name = 'it\\'s' and trashed = false")).containsExactly(id);
    assertThat(ada.found("name='it\\'s'")).containsExactly(id);
    assertThat(ada.found("properties has { key='k' and value='v' }")).containsExactly(id);
    assertThat(ada.found("properties has { key='k' and value='w' }")).isEmpty();
    assertThat(ada.found("'root' in parents and not name = 'x'")).containsExactly(id);
    assertThat(ada.search("colour = 'red'").status()).isEqualTo(400);
    assertThat(ada.search("name = 'x' nonsense").status()).isEqualTo(400);
  }

  // Javadoc of rev20260428: pages hold at most 100, whatever is asked for.
  @Test
  void pagesAreFollowed() throws IOException {
    drive.rules(DriveRules.USUAL.pages(2));
    Set<String> all = new HashSet<>();
    for (int i = 0; i < 5; i++) {
      all.add(ada.file("{}", new byte[i]));
    }
    Set<String> seen = new HashSet<>();
    String token = "";
    int pages = 0;
    do {
      Map<String, Object> page = ada.get("drive/v3/files?pageSize=1000&pageToken=" + token).json();
      Json.list(page.get("files")).forEach(one -> seen.add((String) Json.map(one).get("id")));
      token = String.valueOf(page.getOrDefault("nextPageToken", ""));
      pages++;
    } while (!token.isEmpty());
    assertThat(seen).isEqualTo(all);
    assertThat(pages).isEqualTo(3);
  }

  // kopia#90: searches by name lag, by parent do not; get by id is always fresh.
  @Test
  void aNewFileIsSeenLateByNameAndAtOnceByParent() throws IOException {
    drive.rules(DriveRules.USUAL.lagging(Duration.ofSeconds(30), false));
    String id = ada.file("{\"name\":\"n\"}", BYTES);
    assertThat(ada.found("name = 'n'")).isEmpty();
    assertThat(ada.found("'root' in parents and trashed = false")).containsExactly(id);
    assertThat(ada.get("drive/v3/files/" + id).status()).isEqualTo(200);
    drive.clock().advance(Duration.ofSeconds(31));
    assertThat(ada.found("name = 'n'")).containsExactly(id);
    assertThat(ada.send("DELETE", "drive/v3/files/" + id, new byte[0]).status()).isEqualTo(200);
    assertThat(ada.found("name = 'n'")).containsExactly(id);
    assertThat(ada.get("drive/v3/files/" + id).status()).isEqualTo(404);
  }

  // rclone#3114 and others: on some drives searches by parent lag as well.
  @Test
  void searchesByParentMayLagToo() throws IOException {
    drive.rules(DriveRules.USUAL.lagging(Duration.ofSeconds(30), true));
    ada.file("{}", BYTES);
    assertThat(ada.found("'root' in parents")).isEmpty();
  }

  // v2 property limits, kept in v3: 124 bytes for key and value.
  @Test
  void propertiesAreShortAndMerged() throws IOException {
    assertThat(
            ada.multipart("{\"properties\":{\"k\":\"" + "v".repeat(124) + "\"}}", BYTES, "")
                .status())
        .isEqualTo(400);
    String id = ada.file("{\"properties\":{\"a\":\"1\",\"b\":\"2\"}}", BYTES);
    ada.json("PATCH", "drive/v3/files/" + id, "{\"properties\":{\"b\":null,\"c\":\"3\"}}");
    assertThat(ada.get("drive/v3/files/" + id + "?fields=properties").json())
        .isEqualTo(Map.of("properties", Map.of("a", "1", "c", "3")));
  }

  // Reference: appProperties are private to the requesting app.
  @Test
  void anotherAppDoesNotSeeAppProperties() throws IOException {
    String id = ada.file("{\"appProperties\":{\"a\":\"1\"}}", BYTES);
    Plain other = new Plain(drive, drive.token("ada@example.com", "other", "drive"));
    assertThat(other.get("drive/v3/files/" + id + "?fields=appProperties").json()).isEmpty();
    assertThat(ada.get("drive/v3/files/" + id + "?fields=appProperties").json()).isNotEmpty();
  }

  // google-drive-mock's parity test: v3 ignores If-Match, the last write wins.
  @Test
  void ifMatchIsIgnored() throws IOException {
    String id = ada.file("{}", BYTES);
    assertThat(
            ada.send(
                    "PATCH",
                    "drive/v3/files/" + id,
                    "{\"name\":\"z\"}".getBytes(UTF_8),
                    "If-Match",
                    "nonsense")
                .status())
        .isEqualTo(200);
  }

  // Trash: still readable by id, still counted, gone from searches that say so.
  @Test
  void trashIsReadableById() throws IOException {
    String id = ada.file("{}", BYTES);
    ada.json("PATCH", "drive/v3/files/" + id, "{\"trashed\":true}");
    assertThat(ada.get("drive/v3/files/" + id + "?fields=trashed").json().get("trashed"))
        .isEqualTo(true);
    assertThat(ada.found("trashed = false")).isEmpty();
    assertThat(ada.found("trashed = true")).containsExactly(id);
  }

  @Test
  void faultsStrikeWhereTheyArePlanned() throws IOException {
    drive.faults(
        FaultPlan.at(DriveCall.LIST, DriveFault.refuse(429, "rateLimitExceeded").after(7), 1));
    assertThat(ada.search("trashed = false").status()).isEqualTo(200);
    Plain.Answer struck = ada.search("trashed = false");
    assertThat(struck.status()).isEqualTo(429);
    assertThat(struck.header("Retry-After")).isEqualTo("7");
    assertThat(drive.calls()).isEqualTo(List.of(DriveCall.LIST, DriveCall.LIST));
  }

  @Test
  void aDownloadMayEndEarlyOrBeWrong() throws IOException {
    String id = ada.file("{}", BYTES);
    drive.faults(FaultPlan.at(DriveCall.DOWNLOAD, DriveFault.dropAt(100_000), 0));
    assertThatThrownBy(() -> ada.get("drive/v3/files/" + id + "?alt=media"))
        .isInstanceOf(IOException.class);
    drive.faults(FaultPlan.at(DriveCall.DOWNLOAD, DriveFault.of(DriveFault.Kind.FLIP_BIT), 0));
    assertThat(ada.get("drive/v3/files/" + id + "?alt=media").bytes())
        .hasSameSizeAs(BYTES)
        .isNotEqualTo(BYTES);
  }

  @Test
  void allOfItSurvivesARestart() throws IOException {
    String id = ada.file("{\"name\":\"kept\"}", BYTES);
    String session = ada.session("{}", BYTES.length).header("Location");
    ada.put(session, java.util.Arrays.copyOf(BYTES, 1 << 18), "bytes 0-262143/1048576");
    drive.close();
    drive = DriveEmulator.start(folder, DriveClock.standing());
    ada = as("ada@example.com");
    assertThat(ada.get("drive/v3/files/" + id + "?alt=media").bytes()).isEqualTo(BYTES);
    String moved = drive.base() + session.substring(session.indexOf("upload/drive"));
    assertThat(ada.put(moved, new byte[0], "bytes */1048576").header("Range"))
        .isEqualTo("bytes=0-262143");
  }
}
