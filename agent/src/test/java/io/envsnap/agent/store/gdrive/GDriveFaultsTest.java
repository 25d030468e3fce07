package io.envsnap.agent.store.gdrive;

import static io.envsnap.agent.store.gdrive.EmulatedDrive.blob;
import static io.envsnap.agent.store.gdrive.EmulatedDrive.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envsnap.agent.store.ObjectKind;
import io.envsnap.agent.store.ObjectStore;
import io.envsnap.agent.store.StoreException;
import io.envsnap.testkit.drive.DriveCall;
import io.envsnap.testkit.drive.DriveFault;
import io.envsnap.testkit.drive.FaultPlan;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Drive does to a store, and what comes of it. */
class GDriveFaultsTest {
  private static final String NAME = "ef".repeat(32);
  private static final byte[] PACK = bytes(7, 5 << 20);

  @TempDir private Path folder;
  private EmulatedDrive world;

  @BeforeEach
  void start() {
    world = new EmulatedDrive(folder);
  }

  @AfterEach
  void stop() {
    world.close();
  }

  private void putAndReadBack() throws Exception {
    ObjectStore store = world.open("envsnap", "machine");
    store.put(ObjectKind.PACK, NAME, blob(PACK));
    store.put(ObjectKind.REF, "main/" + NAME, blob(bytes(1, 300)));
    try (ObjectStore other = world.open("envsnap", "other")) {
      assertThat(other.list(ObjectKind.PACK)).hasSize(1);
      assertThat(other.list(ObjectKind.REF)).hasSize(1);
      try (InputStream in = other.read(ObjectKind.PACK, NAME, 0, Long.MAX_VALUE)) {
        assertThat(in.readAllBytes()).isEqualTo(PACK);
      }
      try (InputStream in = other.read(ObjectKind.REF, "main/" + NAME, 0, Long.MAX_VALUE)) {
        assertThat(in.readAllBytes()).isEqualTo(bytes(1, 300));
      }
    }
  }

  static Stream<Arguments> uploadFaults() {
    return Stream.of(
            DriveFault.refuse(503, "backendError"),
            DriveFault.refuse(403, "userRateLimitExceeded"),
            DriveFault.refuse(429, "rateLimitExceeded").after(20),
            DriveFault.refuse(401, "authError"),
            DriveFault.refuse(400, "badRequest"),
            DriveFault.refuseAfter(502, "backendError"),
            DriveFault.drop(),
            DriveFault.dropAt(1_000_000),
            DriveFault.loseAnswer(),
            DriveFault.keepOnly(0),
            DriveFault.keepOnly(1_234_567),
            DriveFault.sessionGone(404),
            DriveFault.sessionGone(410),
            DriveFault.of(DriveFault.Kind.FLIP_BIT),
            DriveFault.of(DriveFault.Kind.NO_SHA256))
        .map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("uploadFaults")
  void anUploadSurvives(DriveFault fault) throws Exception {
    world.drive.faults(FaultPlan.at(DriveCall.UPLOAD, fault, 0, 2));
    putAndReadBack();
  }

  static Stream<Arguments> everywhere() {
    List<DriveFault> faults =
        List.of(
            DriveFault.refuse(500, "internalError"),
            DriveFault.refuse(403, "rateLimitExceeded"),
            DriveFault.refuse(401, "authError"),
            DriveFault.refuseAfter(504, "backendError"),
            DriveFault.drop(),
            DriveFault.loseAnswer());
    return faults.stream()
        .flatMap(
            fault ->
                Stream.iterate(0, n -> n + 1).limit(14).map(number -> Arguments.of(number, fault)));
  }

  @ParameterizedTest
  @MethodSource("everywhere")
  void anySingleRequestMayFail(int number, DriveFault fault) throws Exception {
    // A sign-in server that says 401 means the sign-in itself, which no patience mends.
    world.drive.faults(
        (call, count, index) ->
            fault.status() == 401 && call == DriveCall.TOKEN
                ? Optional.empty()
                : FaultPlan.atRequest(number, fault).next(call, count, index));
    putAndReadBack();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void manyRequestsMayFail(long seed) throws Exception {
    world.drive.faults(FaultPlan.seeded(seed, 30, 25));
    putAndReadBack();
  }

  @Test
  void anUploadThatWasCutOffIsContinuedByTheNextRun() throws Exception {
    ObjectStore store = world.open("envsnap", "machine");
    store.put(ObjectKind.REF, "main/" + NAME, blob(bytes(1, 300)));
    world.drive.faults(
        (call, count, index) ->
            call == DriveCall.UPLOAD && count == 0
                ? Optional.of(DriveFault.dropAt(3 << 20))
                : call == DriveCall.STATUS && count < 8
                    ? Optional.of(DriveFault.drop())
                    : Optional.empty());
    assertThatThrownBy(() -> store.put(ObjectKind.PACK, NAME, blob(PACK)))
        .isInstanceOf(StoreException.Unavailable.class);
    world.drive.faults(FaultPlan.NONE);
    world.open("envsnap", "machine").put(ObjectKind.PACK, NAME, blob(PACK));
    assertThat(world.drive.calls()).doesNotContain(DriveCall.SESSION);
    assertThat(world.drive.count(DriveCall.STATUS)).isEqualTo(1);
    assertThat(folder.resolve("machine/state/uploads")).isEmptyDirectory();
    try (InputStream in =
        world.open("envsnap", "other").read(ObjectKind.PACK, NAME, 0, Long.MAX_VALUE)) {
      assertThat(in.readAllBytes()).isEqualTo(PACK);
    }
  }

  @Test
  void theNoteOfAnUploadIsForItsUserOnly() throws Exception {
    ObjectStore store = world.open("envsnap", "machine");
    world.drive.faults(FaultPlan.always(DriveCall.UPLOAD, DriveFault.refuse(503, "backendError")));
    assertThatThrownBy(() -> store.put(ObjectKind.PACK, NAME, blob(PACK)))
        .isInstanceOf(StoreException.Unavailable.class);
    try (Stream<Path> notes = Files.list(folder.resolve("machine/state/uploads"))) {
      assertThat(notes)
          .hasSize(1)
          .allSatisfy(
              note ->
                  assertThat(
                          java.nio.file.attribute.PosixFilePermissions.toString(
                              Files.getPosixFilePermissions(note)))
                      .isEqualTo("rw-------"));
    }
  }

  @Test
  void aTokenIsRenewedInTheMiddleOfAnUpload() throws Exception {
    ObjectStore store = world.open("envsnap", "machine");
    store.put(ObjectKind.REF, "main/" + NAME, blob(bytes(1, 300)));
    world.drive.faults(
        (call, count, index) -> {
          if (call == DriveCall.UPLOAD && count == 0) {
            world.drive.expireTokens();
          }
          return Optional.empty();
        });
    store.put(ObjectKind.PACK, NAME, blob(PACK));
    assertThat(world.drive.count(DriveCall.TOKEN)).isEqualTo(1);
    assertThat(store.list(ObjectKind.PACK)).hasSize(1);
  }

  @Test
  void aRevokedSignInIsToldAndNotAskedAgain() throws Exception {
    String refresh = world.drive.refreshToken(EmulatedDrive.USER, "app", "drive");
    ObjectStore store = world.open("envsnap", world.machine("revoked", refresh));
    world.drive.revoke(refresh);
    world.drive.faults(FaultPlan.NONE);
    assertThatThrownBy(() -> store.put(ObjectKind.PACK, NAME, blob(PACK)))
        .isInstanceOfSatisfying(
            StoreException.Denied.class,
            e -> {
              assertThat(e.hint()).contains("Sign in again");
              assertThat(e).hasMessageNotContaining(refresh);
            });
    assertThat(world.drive.calls().size()).isLessThan(4);
  }

  @Test
  void waitingEndsAndSaysWhy() throws Exception {
    ObjectStore store = world.open("envsnap", "machine");
    world.drive.faults(
        FaultPlan.always(DriveCall.CREATE, DriveFault.refuse(403, "userRateLimitExceeded")));
    assertThatThrownBy(() -> store.put(ObjectKind.REF, "main/" + NAME, blob(bytes(1, 9))))
        .isInstanceOfSatisfying(
            StoreException.Unavailable.class, e -> assertThat(e.hint()).contains("750 GB"));
    assertThat(world.drive.count(DriveCall.CREATE)).isEqualTo(8);
    assertThat(world.waited()).isBetween(Duration.ofSeconds(60), Duration.ofMinutes(4));
    assertThat(world.warnings).anySatisfy(text -> assertThat(text).contains("asking again in"));
  }

  @Test
  void whatDriveAsksToWaitIsWaited() throws Exception {
    ObjectStore store = world.open("envsnap", "machine");
    world.drive.faults(
        FaultPlan.at(DriveCall.CREATE, DriveFault.refuse(429, "rateLimitExceeded").after(40), 0));
    store.put(ObjectKind.REF, "main/" + NAME, blob(bytes(1, 9)));
    assertThat(world.waited()).isGreaterThanOrEqualTo(Duration.ofSeconds(40));
  }

  @ParameterizedTest
  @CsvSource({
    "403, storageQuotaExceeded, Full, trash",
    "403, insufficientPermissions, Denied, authenticate_user",
    "403, accessNotConfigured, Denied, Switch on",
    "403, insufficientFilePermissions, Denied, owner",
    "403, numChildrenInNonRootLimitExceeded, Full, another folder",
    "403, domainPolicy, Denied, administrator"
  })
  void whatAPersonMustMendIsToldAtOnce(int status, String reason, String kind, String cure)
      throws Exception {
    ObjectStore store = world.open("envsnap", "machine");
    world.drive.faults(FaultPlan.always(DriveCall.CREATE, DriveFault.refuse(status, reason)));
    assertThatThrownBy(() -> store.put(ObjectKind.REF, "main/" + NAME, blob(bytes(1, 9))))
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> {
              assertThat(e.getClass().getSimpleName()).isEqualTo(kind);
              assertThat(e.hint()).contains(cure);
            });
    assertThat(world.drive.count(DriveCall.CREATE)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"downloadQuotaExceeded, 24 hours", "cannotDownloadAbusiveFile, malware"})
  void aFileThatDriveWithholdsIsNamed(String reason, String cure) throws Exception {
    ObjectStore store = world.open("envsnap", "machine");
    store.put(ObjectKind.PACK, NAME, blob(PACK));
    world.drive.faults(FaultPlan.always(DriveCall.DOWNLOAD, DriveFault.refuse(403, reason)));
    assertThatThrownBy(() -> store.read(ObjectKind.PACK, NAME, 0, 10))
        .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.hint()).contains(cure))
        .hasMessageContaining(NAME);
  }

  @Test
  void aDownloadThatIsDamagedIsFetchedAgain() throws Exception {
    world.drive.faults(
        FaultPlan.at(DriveCall.DOWNLOAD, DriveFault.of(DriveFault.Kind.FLIP_BIT), 0, 2));
    putAndReadBack();
  }
}
