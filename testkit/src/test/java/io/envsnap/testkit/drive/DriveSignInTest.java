package io.envsnap.testkit.drive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The endpoints of Google's sign-in, as its OAuth pages describe them. */
class DriveSignInTest {
  private static final String NARROW = "https://www.googleapis.com/auth/drive.file";
  private static final String DEVICE = "urn:ietf:params:oauth:grant-type:device_code";

  @TempDir private Path folder;
  private DriveEmulator drive;

  @BeforeEach
  void start() {
    drive = DriveEmulator.start(folder, DriveClock.standing());
  }

  @AfterEach
  void stop() {
    drive.close();
  }

  private Plain.Answer post(String path, String form) throws IOException {
    return new Plain(drive, "none")
        .send(
            "POST",
            path,
            form.getBytes(UTF_8),
            "Content-Type",
            "application/x-www-form-urlencoded");
  }

  @Test
  void aRefreshTokenGivesAnAccessTokenUntilItIsRevoked() throws IOException {
    String refresh = drive.refreshToken("ada@example.com", "app", "drive");
    Plain.Answer answer = post("token", "grant_type=refresh_token&refresh_token=" + refresh);
    String token = String.valueOf(answer.json().get("access_token"));
    assertThat(new Plain(drive, token).get("drive/v3/files").status()).isEqualTo(200);
    assertThat(post("revoke", "token=" + refresh).status()).isEqualTo(200);
    assertThat(new Plain(drive, token).get("drive/v3/files").status()).isEqualTo(401);
    Plain.Answer refused = post("token", "grant_type=refresh_token&refresh_token=" + refresh);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().get("error")).isEqualTo("invalid_grant");
  }

  @Test
  void aDeviceWaitsForThePerson() throws IOException {
    Plain.Answer begun = post("device/code", "client_id=app&scope=" + NARROW);
    String form = "grant_type=" + DEVICE + "&device_code=" + begun.json().get("device_code");
    Plain.Answer pending = post("token", form);
    assertThat(pending.status()).isEqualTo(428);
    assertThat(pending.json().get("error")).isEqualTo("authorization_pending");
    drive.answerDevice(String.valueOf(begun.json().get("user_code")), "ada@example.com");
    assertThat(post("token", form).json()).containsKeys("access_token", "refresh_token");
  }

  @Test
  void aPersonMaySayNo() throws IOException {
    Plain.Answer begun = post("device/code", "client_id=app&scope=" + NARROW);
    drive.answerDevice(String.valueOf(begun.json().get("user_code")), "deny");
    assertThat(
            post(
                    "token",
                    "grant_type=" + DEVICE + "&device_code=" + begun.json().get("device_code"))
                .json()
                .get("error"))
        .isEqualTo("access_denied");
  }

  // Limited-input devices may ask for drive.file and drive.appdata only.
  @Test
  void aDeviceMayNotAskForAllOfDrive() throws IOException {
    assertThat(
            post("device/code", "client_id=app&scope=https://www.googleapis.com/auth/drive")
                .json()
                .get("error"))
        .isEqualTo("invalid_scope");
  }

  @Test
  void aMachineHandsOutItsTokenToWhoeverSaysTheWord() throws IOException {
    String path = "computeMetadata/v1/instance/service-accounts/default/token";
    Plain plain = new Plain(drive, "none");
    assertThat(plain.get(path, "Metadata-Flavor", "Google").status()).isEqualTo(404);
    drive.machine("ada@example.com", "colab", "drive");
    assertThat(plain.get(path).status()).isEqualTo(403);
    Plain.Answer answer = plain.get(path, "Metadata-Flavor", "Google");
    assertThat(answer.header("Metadata-Flavor")).isEqualTo("Google");
    String token = String.valueOf(answer.json().get("access_token"));
    assertThat(new Plain(drive, token).get("drive/v3/files").status()).isEqualTo(200);
  }
}
