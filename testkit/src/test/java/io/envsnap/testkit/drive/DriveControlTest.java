package io.envsnap.testkit.drive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The emulator, turned by requests as one does from another process. */
class DriveControlTest {
  private static final String LIST = "drive/v3/files";

  @TempDir private Path folder;
  private DriveEmulator drive;
  private Plain ada;

  @BeforeEach
  void start() {
    drive = DriveEmulator.start(folder, DriveClock.standing());
    ada = new Plain(drive, drive.token("ada@example.com", "app", "drive"));
  }

  @AfterEach
  void stop() {
    drive.close();
  }

  private Plain.Answer turn(String what) throws Exception {
    return ada.send("POST", "emulator/" + what, new byte[0]);
  }

  @Test
  void faultsStrikeTheRequestsThatWereSaid() throws Exception {
    turn("faults?call=list&kind=refuse&status=403&reason=rateLimitExceeded&counts=1");
    assertThat(ada.get(LIST).status()).isEqualTo(200);
    assertThat(ada.get(LIST).reason()).isEqualTo("rateLimitExceeded");
    assertThat(ada.get(LIST).status()).isEqualTo(200);
    assertThat(Json.list(ada.get("emulator/calls").json().get("calls")))
        .containsExactly("LIST", "LIST", "LIST");
    turn("faults?request=0&kind=refuse");
    assertThat(ada.get(LIST).status()).isEqualTo(503);
    turn("faults?seed=3&percent=100&most=1");
    turn("faults");
    assertThat(ada.get(LIST).status()).isEqualTo(200);
  }

  @Test
  void rulesAndTheClockAreTurned() throws Exception {
    turn("rules?createsPerSecond=1&createBurst=1&pageLimit=1");
    assertThat(ada.multipart("{\"name\":\"one\"}", new byte[1], "").status()).isEqualTo(200);
    assertThat(ada.multipart("{\"name\":\"two\"}", new byte[1], "").reason())
        .isEqualTo("userRateLimitExceeded");
    turn("clock?advance=2");
    assertThat(ada.multipart("{\"name\":\"two\"}", new byte[1], "").status()).isEqualTo(200);
    assertThat(drive.refused()).isEqualTo(1);
    assertThat(ada.get(LIST).json()).containsKey("nextPageToken");
    assertThat(Json.list(ada.get("emulator/files").json().get("names"))).contains("one", "two");
    assertThat(drive.rules().storageLimit()).isEqualTo(DriveRules.USUAL.storageLimit());
  }

  @Test
  void tokensEndAndFilesAreShared() throws Exception {
    String id = ada.file("{\"name\":\"one\"}", new byte[1]);
    Plain bob = new Plain(drive, drive.token("bob@example.com", "app", "drive"));
    assertThat(bob.get("drive/v3/files/" + id).status()).isEqualTo(404);
    turn("share?id=" + id + "&person=bob@example.com&role=reader");
    assertThat(bob.get("drive/v3/files/" + id).status()).isEqualTo(200);
    turn("tokens/expire");
    assertThat(bob.get("drive/v3/files/" + id).status()).isEqualTo(401);
  }

  @Test
  void whatItDoesNotKnowIsSaid() throws Exception {
    assertThat(turn("nonsense").status()).isEqualTo(404);
    assertThat(turn("clock?advance=soon").status()).isEqualTo(400);
  }
}
