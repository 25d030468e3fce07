package io.envsnap.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.testkit.facts.TreeFacts;
import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.NeedsVm;
import io.envsnap.testkit.vm.Programs;
import io.envsnap.testkit.vm.VmResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong gets one sentence, a hint and the right exit code, and changes nothing. */
@NeedsVm
class BadInputIT {
  @TempDir private static Path recorded;
  @TempDir private Path store;
  private static Machines machines;
  private static FreshVm vm;

  @BeforeAll
  static void recordOnceAndBoot() {
    try (FreshVm a = new Machines(recorded).next()) {
      a.sh("mkdir /content/data && head -c 3M /dev/urandom > /content/data/noise").expect(0);
      a.sh("echo 'echo tool' > /usr/local/bin/tool").expect(0);
      Machines.envsnap(a, "record --once --store /store").expect(0);
    }
    machines = new Machines(recorded);
    vm = machines.next();
  }

  @AfterAll
  static void close() {
    vm.close();
  }

  @BeforeEach
  void copyTheStore() {
    Programs.require("cp", "-a", recorded.toString() + "/.", store.toString());
    vm.sh("rm -rf /content/store /content/*.yaml /content/data /usr/local/bin/tool").expect(0);
    vm.copyIn(store, "/content/store");
  }

  @Test
  void aTypoInAnOptionIsNamedWithWhatMayBeMeant() {
    refuses("restore --dry-rum", 2, "--dry-rum");
    refuses("recrod", 2, "recrod");
  }

  @Test
  void anUnknownNameIsNamed() {
    refuses("restore mian --store /content/store", 2, "`mian`");
    refuses("restore --store /content/nowhere", 11, "/content/nowhere");
    refuses("restore --store /content/store --only pipp", 2, "`pipp`");
  }

  @Test
  void aBrokenLockfileIsRefusedWithItsPlace() {
    vm.sh("printf 'version: 1\\nbase: {os: debian 12\\n' > /content/broken.yaml").expect(0);
    VmResult result = refuses("restore broken.yaml --store /content/store", 10, "broken.yaml");
    assertThat(result.errorText()).containsPattern("line \\d+|:\\d+");
  }

  @Test
  void aForeignFileIsNoLockfile() {
    vm.sh("printf 'name: ci\\non: push\\n' > /content/foreign.yaml").expect(0);
    refuses("restore foreign.yaml --store /content/store", 10, "foreign.yaml");
  }

  @Test
  void aNewerLockfileSaysWhatToDo() {
    vm.sh(
            "zstd -dc /content/store/lockfiles/*.yaml.zst | sed 's/^version: 1/version: 9/'"
                + " > /content/new.yaml")
        .expect(0);
    assertThat(refuses("restore new.yaml --store /content/store", 10, "new.yaml").errorText())
        .containsIgnoringCase("newer");
  }

  @Test
  void aFlippedBitInAPackStopsTheRestoreBeforeAnythingWrongIsWritten() throws IOException {
    Path pack = largestPack();
    byte[] bytes = Files.readAllBytes(pack);
    bytes[bytes.length / 2] ^= 1;
    replace(pack, bytes);
    stops("restore --store /content/store", 13, "damaged");
    vm.sh("test -e /content/data/noise").expect(1);
    VmResult check = Machines.envsnap(vm, "verify --store=/content/store").expect(13);
    assertThat(check.text()).contains("damaged");
  }

  @Test
  void aTruncatedPackStopsTheRestore() throws IOException {
    Path pack = largestPack();
    replace(pack, Arrays.copyOf(Files.readAllBytes(pack), 100_000));
    stops("restore --store /content/store", 13, "damaged");
  }

  @Test
  void aMissingPackIsNamed() throws IOException {
    Path pack = largestPack();
    vm.sh("rm /content/store/packs/" + pack.getFileName()).expect(0);
    String name = String.valueOf(pack.getFileName()).substring(0, 64);
    stops("restore --store /content/store", 11, name);
  }

  @Test
  void aFullDiskWhileRecordingLeavesTheStoreAsItWas() {
    vm.sh("mkdir -p /mnt/small && mount -t tmpfs -o size=1m small /mnt/small").expect(0);
    vm.sh("head -c 3M /dev/urandom > /content/mine").expect(0);
    VmResult result =
        Machines.envsnap(vm, "record --once --name full --store /mnt/small/store").expect(1);
    assertThat(result.errorText()).contains("no room left").contains("hint:");
    vm.sh("ls /mnt/small/store/refs").expect(2);
    assertThat(vm.sh("find /mnt/small -name '*envsnap-tmp*'").text()).isEmpty();
    vm.sh("umount /mnt/small; rm /content/mine; test ! -e /content/envsnap.lock.yaml").expect(0);
  }

  @Test
  void aFullDiskWhileRestoringStopsAndTheSameRestoreCompletesLater() {
    try (FreshVm small = FreshVm.boot(machines.spec().cut().disk(40 << 20))) {
      small.sh("head -c 60M /dev/zero > /content/ballast").exit();
      VmResult full = Machines.envsnap(small, "restore --store /store");
      assertThat(full.exit()).isEqualTo(1);
      assertThat(full.errorText()).contains("error: ").contains("hint: ");
      small.sh("rm /content/ballast").expect(0);
      Machines.envsnap(small, "restore --store /store").expect(0);
      small.sh("sha256sum /content/data/noise").expect(0);
    }
  }

  @Test
  void whoMayNotWriteIsToldSo() {
    vm.sh("chmod -R a+rX /content/store").expect(0);
    String command =
        "su nobody -s /bin/sh -c 'cd /tmp && ENVSNAP_STATE=/tmp/state java -jar"
            + " /opt/envsnap/envsnap.jar restore --store /content/store'";
    VmResult result = vm.sh(command);
    assertThat(result.exit()).isIn(1, 12);
    assertThat(result.errorText()).contains("error: ").doesNotContain("\tat ");
    vm.sh("test -e /usr/local/bin/tool").expect(1);
  }

  @Test
  void anEmptyRecordIsNeverPutOverAFullOne() {
    try (FreshVm empty = machines.next()) {
      empty.copyIn(store, "/content/store");
      VmResult result = Machines.envsnap(empty, "record --once --store /content/store");
      assertThat(result.exit()).isEqualTo(4);
      assertThat(result.errorText()).contains("changed nothing");
    }
  }

  private VmResult refuses(String arguments, int exit, String named) {
    var before = TreeFacts.all(vm);
    VmResult result = stops(arguments, exit, named);
    List<String> changed =
        TreeFacts.differences(
            before, TreeFacts.all(vm), path -> path.startsWith("/var/lib/envsnap"));
    assertThat(changed).isEmpty();
    return result;
  }

  private VmResult stops(String arguments, int exit, String named) {
    VmResult result = Machines.envsnap(vm, arguments).expect(exit);
    assertThat(result.errorText()).contains("error: ").contains("hint: ").contains(named);
    assertThat(result.errorText()).doesNotContain("\tat ");
    return result;
  }

  private Path largestPack() throws IOException {
    try (Stream<Path> packs = Files.list(store.resolve("packs"))) {
      return packs.max(Comparator.comparingLong(path -> path.toFile().length())).orElseThrow();
    }
  }

  private void replace(Path pack, byte[] bytes) throws IOException {
    Files.write(pack, bytes);
    vm.copyIn(pack, "/content/store/packs/" + pack.getFileName());
  }
}
