package io.envsnap.agent.store.gdrive;

import static io.envsnap.agent.store.gdrive.EmulatedDrive.blob;
import static io.envsnap.agent.store.gdrive.EmulatedDrive.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envsnap.agent.store.ObjectKind;
import io.envsnap.agent.store.ObjectStore;
import io.envsnap.agent.store.StoreException;
import io.envsnap.testkit.drive.DriveCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriveLoginTest {
  private static final String NAME = "ab".repeat(32);

  @TempDir private Path folder;
  private EmulatedDrive world;
  private DrivePlace place;
  private Path client;
  private final List<String> shown = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    world = new EmulatedDrive(folder);
    place =
        new DrivePlace(
            world.drive.base(),
            Map.of(),
            folder.resolve("home"),
            folder.resolve("state"),
            folder.resolve("spool"));
    client =
        Files.writeString(
            folder.resolve("client.json"),
            "{\"installed\":{\"client_id\":\"mine\",\"client_secret\":\"s\"}}");
  }

  @AfterEach
  void stop() {
    world.close();
  }

  private DriveLogin login(String answer) {
    return new DriveLogin(
        place,
        time -> {
          world.drive.clock().advance(time);
          // The person is slower than the first question.
          if (world.drive.count(DriveCall.TOKEN) > 0) {
            world.drive.answerDevice(shown.get(1), answer);
          }
        });
  }

  private void ask(String url, String code) {
    shown.clear();
    shown.add(url);
    shown.add(code);
  }

  @Test
  void whoTypesTheCodeIsSignedInForThisUserOnly() throws Exception {
    login("ada@example.com").in(client, this::ask);
    assertThat(shown.get(0)).endsWith("/device");
    assertThat(world.drive.count(DriveCall.TOKEN)).isEqualTo(2);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(SignIn.own(place))))
        .isEqualTo("rw-------");
    ObjectStore store = world.open("envsnap", place);
    store.put(ObjectKind.REF, "main/" + NAME, blob(bytes(1, 10)));
    assertThat(world.open("envsnap", place).list(ObjectKind.REF)).hasSize(1);
  }

  @Test
  void whoSaysNoIsNotSignedIn() {
    assertThatThrownBy(() -> login("deny").in(client, this::ask))
        .isInstanceOf(StoreException.Denied.class)
        .hasMessageContaining("the answer was no");
    assertThat(SignIn.own(place)).doesNotExist();
  }

  @Test
  void signingOutEndsTheSignInHereAndAtGoogle() throws Exception {
    login("ada@example.com").in(client, this::ask);
    ObjectStore store = world.open("envsnap", place);
    assertThat(login("none").out()).isTrue();
    assertThat(SignIn.own(place)).doesNotExist();
    assertThatThrownBy(() -> store.put(ObjectKind.REF, "main/" + NAME, blob(bytes(1, 10))))
        .isInstanceOf(StoreException.Denied.class);
    assertThat(login("none").out()).isFalse();
  }

  @Test
  void aFileThatIsNoClientIsRefused() throws Exception {
    Path other = Files.writeString(folder.resolve("other.json"), "{}");
    assertThatThrownBy(() -> login("none").in(other, this::ask))
        .isInstanceOf(StoreException.Denied.class)
        .hasMessageContaining("no file of an OAuth client");
  }
}
