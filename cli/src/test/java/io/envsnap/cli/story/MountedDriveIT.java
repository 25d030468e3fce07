package io.envsnap.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.testkit.mount.MountedDrive;
import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.NeedsVm;
import io.envsnap.testkit.vm.VmResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A store on a mounted Drive, which has no modes, links or renames that can be relied upon, and of
 * which the next machine sees only what was sent before the last one ended.
 */
@NeedsVm
class MountedDriveIT {
  private static final String STORE = " --store /content/drive/MyDrive/envsnap";
  private static final String NOTES = "cat /content/notes.txt /content/later.txt";

  @TempDir private Path folder;
  private MountedDrive drive;

  @BeforeEach
  void make() {
    drive = new MountedDrive(folder.resolve("cloud"));
  }

  private FreshVm machine(String... cannot) {
    FreshVm vm = FreshVm.boot(drive.on(new Machines(folder).spec()).cut());
    drive.mount(vm, cannot);
    return vm;
  }

  private static VmResult envsnap(FreshVm vm, String arguments) {
    return Machines.envsnap(vm, arguments + STORE);
  }

  /** A whole save, which has arrived, and another, which was told to be made as well. */
  private FreshVm recordedTwice(String... cannot) {
    FreshVm a = machine(cannot);
    a.sh("echo first > /content/notes.txt").expect(0);
    VmResult first = envsnap(a, "record --once").expect(0);
    assertThat(first.errorText())
        .containsPattern("`/content/drive` sends files to Google Drive .*; (\\d+) of \\1 are still")
        .contains("flush_and_unmount", "gdrive:");
    drive.arrive(a, file -> true);
    a.sh("echo second > /content/notes.txt && echo later > /content/later.txt").expect(0);
    envsnap(a, "record --once").expect(0);
    return a;
  }

  private List<Path> cloud(String below) throws IOException {
    try (Stream<Path> files = Files.walk(drive.cloud().resolve("envsnap").resolve(below))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  /** What a restore's hint names. */
  private static String whole(VmResult refused) {
    Matcher hint =
        Pattern.compile("whole, of .*, run `envsnap (restore [0-9a-f]{12})`")
            .matcher(refused.errorText());
    assertThat(hint.find()).as("%s", refused).isTrue();
    return hint.group(1);
  }

  @Test
  void whereThePackOfTheLastSaveIsLostTheOneBeforeItComesBackAndTheNextRecordIsWhole() {
    try (FreshVm a = recordedTwice("nochmod")) {
      drive.arrive(a, file -> !file.startsWith("envsnap/packs/"));
      a.powerCut();
    }
    try (FreshVm b = machine("nochmod")) {
      VmResult refused = envsnap(b, "restore").expect(11);
      assertThat(refused.errorText())
          .contains("newest save of `main` is not whole")
          .contains("pack");
      b.sh("test ! -e /content/notes.txt").expect(0);
      assertThat(envsnap(b, "verify").expect(13).text()).contains("pack", "is missing");
      envsnap(b, whole(refused)).expect(0);
      assertThat(b.sh("cat /content/notes.txt").expect(0).text()).isEqualTo("first\n");
      b.sh("echo third > /content/notes.txt && echo new > /content/later.txt").expect(0);
      assertThat(envsnap(b, "record --once").expect(0).errorText())
          .contains("is not whole in the store");
      drive.arrive(b, file -> true);
      b.powerCut();
    }
    try (FreshVm c = machine()) {
      envsnap(c, "restore").expect(0);
      assertThat(c.sh(NOTES).expect(0).text()).isEqualTo("third\nnew\n");
      assertThat(envsnap(c, "doctor").expect(0).errorText())
          .containsPattern("all \\d+ have arrived");
    }
  }

  @Test
  void aRefThatArrivedEmptyIsNamedAndStopsNoRecord() throws IOException {
    List<Path> before;
    try (FreshVm a = recordedTwice("norename", "notime")) {
      before = cloud("refs");
      drive.arrive(a, file -> true);
      a.powerCut();
    }
    for (Path ref : cloud("refs")) {
      if (!before.contains(ref)) {
        Files.write(ref, new byte[0]);
      }
    }
    try (FreshVm b = machine("norename", "notime")) {
      VmResult refused = envsnap(b, "restore").expect(13);
      assertThat(refused.errorText())
          .contains("newest save of `main` is not whole")
          .contains("ref");
      envsnap(b, whole(refused)).expect(0);
      assertThat(b.sh("cat /content/notes.txt").expect(0).text()).isEqualTo("first\n");
      b.sh("echo third > /content/notes.txt").expect(0);
      assertThat(envsnap(b, "record --once").expect(0).errorText())
          .contains("never arrived whole in the store");
      assertThat(envsnap(b, "prune").expect(13).errorText()).contains("is damaged");
    }
  }

  @Test
  void aMountThatDoesNotKeepWhatItIsGivenIsNoticedAtOnce() {
    try (FreshVm a = machine("short")) {
      a.sh("echo first > /content/notes.txt").expect(0);
      VmResult refused = envsnap(a, "record --once").expect(11);
      assertThat(refused.errorText()).contains("was written, and").contains("hint: ");
      a.sh("test ! -e /content/drive/MyDrive/envsnap/refs").expect(0);
    }
  }

  @Test
  void aDriveThatIsNotMountedIsNotMadeOfTheMachinesOwnDisk() {
    try (FreshVm a = new Machines(folder).next()) {
      a.sh("mkdir /content/drive; echo first > /content/notes.txt").expect(0);
      VmResult refused = envsnap(a, "record --once").expect(11);
      assertThat(refused.errorText()).contains("not mounted at `/content/drive`", "drive.mount");
      assertThat(a.sh("ls -A /content/drive").text()).isEmpty();
    }
  }
}
