package io.envsnap.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.NeedsVm;
import io.envsnap.testkit.vm.Programs;
import io.envsnap.testkit.vm.VmSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a session changed is told from its image, also where envsnap came only at its end. */
@NeedsVm
class BaselineIT {
  private static final String LOCKFILE = "cat /content/envsnap.lock.yaml";

  @TempDir private Path store;

  @Test
  void aBaselineThatWasTakenAndOneThatIsInferredGiveTheSameLockfile() throws IOException {
    VmSpec bare = new Machines(store).spec();
    try (FreshVm image = FreshVm.boot(bare)) {
      image.sh(script("image")).expect(0);
      image.powerCut();
      List<String> taken;
      try (FreshVm a = FreshVm.boot(bare.over(image))) {
        Machines.envsnap(a, "record --once --store /store --name taken").expect(0);
        taken = worked(a, "taken");
      }
      List<String> inferred;
      try (FreshVm a = FreshVm.boot(bare.over(image))) {
        a.sh("echo started > /opt/start-up").expect(0);
        inferred = worked(a, "inferred");
      }
      assertThat(inferred)
          .contains(
              "    - {name: leaves, scope: all, version: \"1.0\", replaced: \"1.0\", state:"
                  + " purged}",
              "    - {name: twice, scope: all, version: \"1.2\", requested: true, replaced:"
                  + " \"1.0\"}");
      assertThat(names(inferred))
          .contains("/content/first", "/content/second", "/content/hard", "/content/later")
          .contains("/opt/image/renamed")
          .noneMatch(name -> name.matches("/content/(bound|fixed|drive).*"));
      // What was deleted or replaced nobody can know afterwards, nor that it came from a start-up.
      assertThat(names(minus(taken, inferred)))
          .containsExactlyInAnyOrder(
              "/opt/image/conf", "/opt/image/deleted", "/opt/image/folder", "/opt/image/linked");
      assertThat(names(minus(inferred, taken)))
          .containsExactlyInAnyOrder("/opt/image/conf", "/opt/image/linked", "/opt/start-up");
      assertThat(minus(taken, inferred)).hasSize(4 + 2).anyMatch(line -> line.contains("taken: "));
      assertThat(minus(inferred, taken)).hasSize(3 + 2).anyMatch(line -> line.contains("taken: "));
    }
  }

  /** Both halves of the work, with the same disk booted again between them, and the lockfile. */
  private static List<String> worked(FreshVm a, String name) throws IOException {
    a.sh(script("work")).expect(0);
    a.reboot();
    a.sh(script("mounts")).expect(0);
    a.sh(script("more")).expect(0);
    Machines.envsnap(a, "record --once --store /store --name " + name).expect(0);
    assertThat(a.sh("grep -c two/deep /run/drive.log").text().strip())
        .as("looks into the depth of the drive")
        .isEqualTo("0");
    return a.sh(LOCKFILE).expect(0).lines();
  }

  @Test
  void aDiskOfAWholeMachineTellsByWhateverSignItHasWhenItWasMade() throws IOException {
    try (FreshVm vm = new Machines(store).first()) {
      for (String sign : List.of("container", "cloud", "machine", "nothing")) {
        vm.exec("bash", "-c", script("disk"), "disk.sh", sign).expect(0);
        List<String> files =
            vm.sh("cat /mnt/disk-" + sign + "/content/envsnap.lock.yaml").expect(0).lines().stream()
                .filter(line -> line.contains("name: /"))
                .toList();
        assertThat(files).as(sign).anyMatch(line -> line.contains("name: /content/after"));
        // Without any sign nobody can know of what was done before the last boot.
        assertThat(files.stream().anyMatch(line -> line.contains("name: /content/before")))
            .as(sign)
            .isEqualTo(!sign.equals("nothing"));
        assertThat(files).as(sign).hasSize(sign.equals("nothing") ? 1 : 2);
      }
    }
  }

  @Test
  void aClockThatWasADayAheadWhenTheImageWasUnpackedMakesNothingOfItTheSessions()
      throws IOException {
    VmSpec spec = new Machines(store).spec();
    try (DatedLayer image = DatedLayer.of(spec.base().mounted(), in(Duration.ofDays(1)));
        DatedLayer more = layer("etc/of-the-image", in(Duration.ofDays(1)));
        FreshVm vm = FreshVm.boot(more.under(image.under(spec)))) {
      vm.sh("echo mine > /content/mine; echo two >> /etc/of-the-image").expect(0);
      assertThat(Machines.envsnap(vm, "record --once --store /store").expect(0).errorText())
          .contains("clock was set back");
      assertThat(names(vm.sh(LOCKFILE).expect(0).lines()))
          .containsExactlyInAnyOrder("/content/mine", "/etc/of-the-image");
    }
  }

  @Test
  void workOfBothClocksIsTheSessionsWhenTheClockWasSetByADayMeanwhile() throws IOException {
    VmSpec spec = new Machines(store).spec();
    Instant yesterday = in(Duration.ofDays(-1));
    try (DatedLayer image = DatedLayer.of(spec.base().mounted(), in(Duration.ofDays(-10)));
        DatedLayer more = layer("etc/of-the-image", yesterday.minusSeconds(600));
        DatedLayer made = layer("var/lib/cloud/instance/sem/config_ssh", yesterday);
        DatedLayer before = layer("content/before", yesterday.plusSeconds(600));
        DatedLayer ahead = layer("content/ahead", in(Duration.ofDays(1)));
        FreshVm vm =
            FreshVm.boot(ahead.under(before.under(made.under(more.under(image.under(spec))))))) {
      vm.sh("echo now > /content/now").expect(0);
      Machines.envsnap(vm, "record --once --store /store").expect(0);
      assertThat(names(vm.sh(LOCKFILE).expect(0).lines()))
          .containsExactlyInAnyOrder("/content/before", "/content/ahead", "/content/now");
    }
  }

  /** Paths of the lockfile's entries. */
  private static List<String> names(List<String> lockfile) {
    return lockfile.stream()
        .filter(line -> line.contains("name: /"))
        .map(line -> line.replaceFirst(".*name: ([^,}]*).*", "$1"))
        .toList();
  }

  private DatedLayer layer(String file, Instant moment) throws IOException {
    Path folder = Files.createTempDirectory(store.getParent(), "layer-");
    Programs.require("chmod", "755", folder.toString());
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, file + "\n");
    return DatedLayer.of(folder, moment);
  }

  /** The distance is a day, whatever the clock says: no outcome depends on the moment. */
  private static Instant in(Duration distance) {
    return Instant.now().plus(distance);
  }

  private static List<String> minus(List<String> some, List<String> others) {
    List<String> left = new ArrayList<>(some);
    left.removeAll(others);
    return left;
  }

  private static String script(String name) throws IOException {
    try (InputStream in =
        BaselineIT.class.getResourceAsStream("/sessions/baseline/" + name + ".sh")) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
