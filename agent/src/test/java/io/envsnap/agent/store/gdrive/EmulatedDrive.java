package io.envsnap.agent.store.gdrive;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.store.BlobSource;
import io.envsnap.agent.store.StoreException;
import io.envsnap.testkit.drive.DriveClock;
import io.envsnap.testkit.drive.DriveEmulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** An emulated Drive, and stores in it whose waits only move its clock. */
final class EmulatedDrive implements AutoCloseable {
  static final String USER = "ada@example.com";

  final DriveEmulator drive;
  final List<String> warnings = new ArrayList<>();
  private final Path folder;
  private Duration waited = Duration.ZERO;

  EmulatedDrive(Path folder) {
    this.folder = folder;
    this.drive = DriveEmulator.start(folder.resolve("drive"), DriveClock.standing());
  }

  /** The place of a machine whose user has signed in. */
  DrivePlace machine(String name) throws IOException {
    return machine(name, drive.refreshToken(USER, "app", "drive"));
  }

  DrivePlace machine(String name, String refreshToken) throws IOException {
    Path state = Files.createDirectories(folder.resolve(name).resolve("state"));
    DrivePlace place =
        new DrivePlace(drive.base(), Map.of(), folder.resolve(name), state, state.resolve("spool"));
    if (!Files.exists(SignIn.own(place))) {
      Files.writeString(SignIn.own(place), drive.signInFile("app", refreshToken), UTF_8);
    }
    return place;
  }

  GDriveStore open(String address, String machine) throws IOException, StoreException {
    return open(address, machine(machine));
  }

  GDriveStore open(String address, DrivePlace place) throws StoreException {
    return GDriveStore.open(address, place, drive.clock()::now, hearing(), this::pause);
  }

  private synchronized void pause(Duration time) {
    drive.clock().advance(time);
    waited = waited.plus(time);
  }

  /** How long all stores have waited. */
  synchronized Duration waited() {
    return waited;
  }

  private Progress hearing() {
    return new Progress() {
      @Override
      public void start(String title, long total, Unit unit) {}

      @Override
      public void advance(long amount) {}

      @Override
      public void warn(String sentence) {
        warnings.add(sentence);
      }
    };
  }

  static byte[] bytes(int seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static BlobSource blob(byte[] bytes) {
    return BlobSource.of(bytes);
  }

  @Override
  public void close() {
    drive.close();
  }
}
