package io.envsnap.testkit.drive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what, and how much of it: each test names its fact. */
class DriveLimitsTest {
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

  @Test
  void whoeverIsNotGrantedSeesNothing() throws IOException {
    String id = ada.file("{}", BYTES);
    assertThat(as("bob@example.com").get("drive/v3/files/" + id).status()).isEqualTo(404);
  }

  // Reference, roles: children inherit; only the owner deletes.
  @Test
  void aSharedFolderSharesItsFilesAndOnlyOwnersDelete() throws IOException {
    String shared =
        ada.json("POST", "drive/v3/files", "{\"mimeType\":\"" + Item.FOLDER + "\"}").id();
    String id = ada.file("{\"parents\":[\"" + shared + "\"]}", BYTES);
    Plain bob = as("bob@example.com");
    ada.json(
        "POST",
        "drive/v3/files/" + shared + "/permissions",
        "{\"type\":\"user\",\"role\":\"reader\",\"emailAddress\":\"bob@example.com\"}");
    assertThat(bob.get("drive/v3/files/" + id + "?alt=media").bytes()).isEqualTo(BYTES);
    assertThat(bob.multipart("{\"parents\":[\"" + shared + "\"]}", BYTES, "").reason())
        .isEqualTo("insufficientFilePermissions");
    ada.json(
        "POST",
        "drive/v3/files/" + shared + "/permissions",
        "{\"type\":\"user\",\"role\":\"writer\",\"emailAddress\":\"bob@example.com\"}");
    assertThat(bob.multipart("{\"parents\":[\"" + shared + "\"]}", BYTES, "").status())
        .isEqualTo(200);
    assertThat(bob.send("DELETE", "drive/v3/files/" + id, new byte[0]).status()).isEqualTo(403);
  }

  // drive.file: only what this app made or opened for this person, shared or not.
  @Test
  void theNarrowScopeSeesOnlyItsOwnFiles() throws IOException {
    String id = ada.file("{}", BYTES);
    Plain narrow = new Plain(drive, drive.token("ada@example.com", "narrow", "drive.file"));
    assertThat(narrow.get("drive/v3/files/" + id).status()).isEqualTo(404);
    String own = narrow.file("{}", BYTES);
    assertThat(narrow.get("drive/v3/files/" + own).status()).isEqualTo(200);
    assertThat(narrow.found("trashed = false")).containsExactly(own);
    Plain bob = new Plain(drive, drive.token("bob@example.com", "narrow", "drive.file"));
    ada.json(
        "POST",
        "drive/v3/files/" + own + "/permissions",
        "{\"type\":\"user\",\"role\":\"reader\",\"emailAddress\":\"bob@example.com\"}");
    assertThat(bob.get("drive/v3/files/" + own).status()).isEqualTo(404);
  }

  // Without supportsAllDrives, files of shared drives are "not found".
  @Test
  void sharedDrivesMustBeAskedFor() throws IOException {
    drive.sharedDrive("0ATeam", "ada@example.com");
    String id = ada.file("{\"parents\":[\"0ATeam\"]}", BYTES);
    assertThat(ada.get("drive/v3/files/" + id).status()).isEqualTo(404);
    assertThat(ada.get("drive/v3/files/" + id + "?supportsAllDrives=true").status()).isEqualTo(200);
    assertThat(ada.found("trashed = false")).isEmpty();
  }

  // rclone, kopia and others: about two or three creations a second.
  @Test
  void creationsAreSlowedDown() throws IOException {
    drive.rules(DriveRules.USUAL.creates(2, 3));
    for (int i = 0; i < 3; i++) {
      assertThat(ada.multipart("{}", BYTES, "").status()).isEqualTo(200);
    }
    Plain.Answer fourth = ada.multipart("{}", BYTES, "");
    assertThat(fourth.status()).isEqualTo(403);
    assertThat(fourth.reason()).isEqualTo("userRateLimitExceeded");
    drive.clock().advance(Duration.ofSeconds(1));
    assertThat(ada.multipart("{}", BYTES, "").status()).isEqualTo(200);
  }

  // Limits page of May 2026: quota units a minute; 429 with an ErrorInfo.
  @Test
  void unitsAreCountedByTheMinute() throws IOException {
    drive.rules(DriveRules.USUAL.units(250));
    assertThat(ada.found("trashed = false")).isEmpty();
    assertThat(ada.found("trashed = false")).isEmpty();
    Plain.Answer third = ada.search("trashed = false");
    assertThat(third.status()).isEqualTo(429);
    assertThat(third.text()).contains("RATE_LIMIT_EXCEEDED");
    drive.clock().advance(Duration.ofSeconds(61));
    assertThat(ada.search("trashed = false").status()).isEqualTo(200);
  }

  @Test
  void aFullDriveSaysSoAndAboutSaysHowFull() throws IOException {
    drive.rules(DriveRules.USUAL.storage(1_500_000));
    ada.file("{}", BYTES);
    assertThat(ada.session("{}", BYTES.length).reason()).isEqualTo("storageQuotaExceeded");
    assertThat(ada.get("drive/v3/about").status()).isEqualTo(400);
    assertThat(ada.get("drive/v3/about?fields=storageQuota(limit,usage)").json())
        .isEqualTo(Map.of("storageQuota", Map.of("limit", "1500000", "usage", "1048576")));
  }

  @Test
  void aFolderHoldsOnlySoMany() throws IOException {
    drive.rules(DriveRules.USUAL.children(1));
    ada.file("{}", BYTES);
    assertThat(ada.multipart("{}", BYTES, "").reason())
        .isEqualTo("numChildrenInNonRootLimitExceeded");
  }

  @Test
  void aTokenThatEndedIsToldSo() throws IOException {
    drive.expireTokens();
    Plain.Answer answer = ada.get("drive/v3/files");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.reason()).isEqualTo("authError");
    assertThat(answer.header("WWW-Authenticate")).contains("invalid_token");
  }

  // duckdb-gdrive: a scope that is too small is told apart by details[].reason.
  @Test
  void aSmallScopeIsToldSo() throws IOException {
    Plain cloud = new Plain(drive, drive.token("ada@example.com", "app", "cloud-platform"));
    Plain.Answer answer = cloud.get("drive/v3/files");
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text()).contains("ACCESS_TOKEN_SCOPE_INSUFFICIENT");
    Plain reader = new Plain(drive, drive.token("ada@example.com", "app", "drive.readonly"));
    assertThat(reader.get("drive/v3/files").status()).isEqualTo(200);
    assertThat(reader.multipart("{}", BYTES, "").text())
        .contains("ACCESS_TOKEN_SCOPE_INSUFFICIENT");
  }
}
