package io.envsnap.cli.story;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.testkit.drive.DriveCall;
import io.envsnap.testkit.drive.DriveClock;
import io.envsnap.testkit.drive.DriveEmulator;
import io.envsnap.testkit.drive.DriveFault;
import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.NeedsVm;
import io.envsnap.testkit.vm.Programs;
import io.envsnap.testkit.vm.VmResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People with accounts and machines of their own, one store, and secrets that must stay secret. */
@NeedsVm
class GDriveTeamIT {
  /** In every token, code and key that the emulator gives out. */
  private static final String SECRET = "emulated-[0-9]+-secret";

  private static final String CLIENT_SECRET = "GOCSPX-recognisable";
  private static final String STORE = " --store gdrive:envsnap";

  /** The command lines of all programs, again and again, as long as the machine runs. */
  private static final String WATCH =
      """
      (until test -e /run/enough; do cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' '; echo; sleep 0.1; done \
        >/run/lines 2>/dev/null &)
      """;

  @TempDir private Path folder;
  private DriveEmulator drive;
  private final List<String> said = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    Files.createDirectories(folder.resolve("none"));
    drive = DriveEmulator.start(folder.resolve("drive"), DriveClock.running());
  }

  @AfterEach
  void stop() {
    drive.close();
  }

  /** A machine that has no sign-in of its own. */
  private FreshVm machine() {
    return FreshVm.boot(
        new Machines(folder.resolve("none"))
            .spec()
            .with("ENVSNAP_DRIVE_ROOT_URL", drive.base())
            .with("GCE_METADATA_HOST", "127.0.0.1:1"));
  }

  /** One whose user has all of a Drive, as `auth.authenticate_user()` gives it. */
  private FreshVm machineOf(String person) {
    FreshVm vm =
        FreshVm.boot(
            new Machines(folder.resolve("none"))
                .spec()
                .with("ENVSNAP_DRIVE_ROOT_URL", drive.base())
                .with("GOOGLE_APPLICATION_CREDENTIALS", "/run/sign-in.json"));
    String signIn = drive.signInFile("colab", drive.refreshToken(person, "colab", "drive"));
    vm.exec(List.of("sh", "-c", "cat > /run/sign-in.json"), signIn.getBytes(UTF_8), Map.of())
        .expect(0);
    return vm;
  }

  private VmResult envsnap(FreshVm vm, String arguments) {
    VmResult result = Machines.envsnap(vm, arguments);
    said.add(result.toString());
    return result;
  }

  private static final String CODE =
      """
      until grep -q '"code"' /run/login; do sleep 0.1; done
      sed -n 's/.*"code":"\\([^"]*\\)".*/\\1/p' /run/login
      """;

  private void login(FreshVm vm) {
    String client =
        "{\"installed\":{\"client_id\":\"mine\",\"client_secret\":\"" + CLIENT_SECRET + "\"}}";
    vm.exec(List.of("sh", "-c", "cat > /run/client.json"), client.getBytes(UTF_8), Map.of())
        .expect(0);
    vm.sh(
            "cd /content && (java -jar /opt/envsnap/envsnap.jar"
                + " login --client /run/client.json --json >/run/login 2>&1; echo $? >/run/ended)"
                + " >/dev/null 2>&1 &")
        .expect(0);
    drive.answerDevice(vm.sh(CODE).expect(0).text().strip(), "ada@example.com");
    vm.sh("until test -s /run/ended; do sleep 0.1; done; grep -qx 0 /run/ended").expect(0);
    said.add(vm.sh("cat /run/login").text());
  }

  /** The upload is cut off, its session goes, its token ends, and Drive does not answer. */
  private Optional<DriveFault> trouble(DriveCall call, int count, int index) {
    if (call == DriveCall.UPLOAD && count == 1) {
      drive.expireTokens();
    }
    return switch (call) {
      case UPLOAD ->
          count == 0
              ? Optional.of(DriveFault.dropAt(3_000_000))
              : count == 2 ? Optional.of(DriveFault.sessionGone(404)) : Optional.empty();
      case STATUS, LIST, CREATE, TOKEN ->
          count == 0 ? Optional.of(DriveFault.refuse(503, "backendError")) : Optional.empty();
      default -> Optional.empty();
    };
  }

  @Test
  void noTokenIsLeftAnywhereWhateverIsDoneWithIt() throws IOException {
    try (FreshVm a = machine()) {
      a.sh(WATCH + "head -c 9000000 /dev/urandom > /content/data.bin").expect(0);
      login(a);
      drive.faults(this::trouble);
      envsnap(a, "record --once -v" + STORE).expect(0);
      assertThat(drive.count(DriveCall.UPLOAD)).isGreaterThan(2);
      a.sh("echo more > /content/notes.txt").expect(0);
      envsnap(a, "record" + STORE).expect(0);
      envsnap(a, "restore" + STORE).expect(0);
      envsnap(a, "status" + STORE).expect(0);
      envsnap(a, "doctor --json" + STORE).expect(0);
      envsnap(a, "share bob@example.com" + STORE).expect(0);
      drive.expireTokens();
      drive.faults((call, count, index) -> Optional.of(DriveFault.refuse(401, "authError")));
      assertThat(envsnap(a, "list" + STORE).exit()).isNotZero();
      drive.faults((call, count, index) -> Optional.empty());
      assertThat(found(a, SECRET)).containsExactly("/var/lib/envsnap/drive-sign-in.json");
      assertThat(a.sh("stat -c %a /var/lib/envsnap/drive-sign-in.json").text()).isEqualTo("600\n");
      envsnap(a, "stop").expect(0);
      envsnap(a, "logout").expect(0);
      a.sh("touch /run/enough; sleep 0.2").expect(0);
      clean(a);
      assertThat(a.sh("test -s /run/lines && grep -c 'envsnap.jar' /run/lines").text().strip())
          .isNotEqualTo("0");
    }
    assertThat(String.join("\n", said)).doesNotContainPattern(SECRET).doesNotContain(CLIENT_SECRET);
    try (Stream<Path> files = Files.walk(folder.resolve("drive/content"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(
                new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
            .doesNotContainPattern(SECRET);
      }
    }
  }

  /** After the sign-out nothing knows a token, the client's secret or an upload's address. */
  private void clean(FreshVm vm) throws IOException {
    List<String> words = new ArrayList<>(List.of(SECRET, CLIENT_SECRET, "upload_id="));
    try (Stream<Path> sessions = Files.list(folder.resolve("drive/sessions"))) {
      sessions
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .forEach(name -> words.add(name.replace(".json", "")));
    }
    assertThat(words).hasSizeGreaterThan(4);
    assertThat(found(vm, String.join("|", words))).containsExactly("/run/client.json");
  }

  /** The files that hold such words: of all that were written, on the disk or in memory. */
  private static List<String> found(FreshVm vm, String words) {
    String upper = vm.upper().toString();
    VmResult disk = Programs.run(List.of("grep", "-rlE", words, upper), new byte[0], 120);
    List<String> files = new ArrayList<>();
    disk.lines().forEach(file -> files.add(file.substring(upper.length())));
    files.addAll(vm.sh("grep -rlE '" + words + "' /run /dev/shm").lines());
    return files;
  }

  @Test
  void threePeopleShareAStoreByTheLinesThatShareSays() {
    String bobs;
    try (FreshVm ada = machineOf("ada@example.com")) {
      ada.sh("echo adas > /content/notes.txt").expect(0);
      envsnap(ada, "record --once" + STORE).expect(0);
      bobs = envsnap(ada, "share bob@example.com" + STORE).expect(0).text().strip();
      assertThat(bobs).startsWith("envsnap restore --store gdrive:").hasLineCount(1);
      VmResult carols = envsnap(ada, "share carol@example.com --role writer" + STORE).expect(0);
      assertThat(carols.text().strip()).isEqualTo(bobs);
    }
    String line = bobs.substring("envsnap ".length());
    try (FreshVm bob = machineOf("bob@example.com")) {
      envsnap(bob, line).expect(0);
      assertThat(bob.sh("cat /content/notes.txt").expect(0).text()).isEqualTo("adas\n");
      bob.sh("echo bobs > /content/notes.txt").expect(0);
      VmResult denied = envsnap(bob, line.replace("restore", "record --once")).expect(12);
      assertThat(denied.errorText()).contains("hint: ").contains("editor");
    }
    try (FreshVm carol = machineOf("carol@example.com")) {
      envsnap(carol, line).expect(0);
      carol.sh("echo carols > /content/notes.txt").expect(0);
      envsnap(carol, line.replace("restore", "record --once")).expect(0);
    }
    try (FreshVm ada = machineOf("ada@example.com")) {
      envsnap(ada, "restore" + STORE).expect(0);
      assertThat(ada.sh("cat /content/notes.txt").expect(0).text()).isEqualTo("carols\n");
      envsnap(ada, "unshare bob@example.com" + STORE).expect(0);
    }
    try (FreshVm bob = machineOf("bob@example.com")) {
      assertThat(envsnap(bob, line).expect(11).errorText()).contains("sees no folder");
    }
    assertThat(String.join("\n", said)).doesNotContainPattern(SECRET);
  }
}
