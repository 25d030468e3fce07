package io.envsnap.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.testkit.drive.DriveCall;
import io.envsnap.testkit.drive.DriveClock;
import io.envsnap.testkit.drive.DriveEmulator;
import io.envsnap.testkit.drive.DriveFault;
import io.envsnap.testkit.drive.DriveRules;
import io.envsnap.testkit.drive.FaultPlan;
import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.NeedsVm;
import io.envsnap.testkit.vm.VmResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session that is kept in an emulated Google Drive, over HTTP, by the built program. */
@NeedsVm
class GDriveStoryIT {
  private static final String SUMS =
      "sha256sum /content/data.bin /content/notes.txt /usr/local/bin/tool";
  private static final String SESSION =
      """
      head -c 20000000 /dev/urandom > /content/data.bin
      echo one > /content/notes.txt
      printf '#!/bin/sh\\necho tool\\n' > /usr/local/bin/tool && chmod 755 /usr/local/bin/tool
      """;

  @TempDir private Path folder;
  private DriveEmulator drive;

  @BeforeEach
  void start() {
    drive = DriveEmulator.start(folder.resolve("drive"), DriveClock.running());
    drive.rules(DriveRules.USUAL.creates(2, 3));
    drive.machine("ada@example.com", "colab", "drive");
  }

  @AfterEach
  void stop() {
    drive.close();
  }

  private VmResult envsnap(FreshVm vm, String arguments) {
    String host = drive.base().substring("http://".length()).replace("/", "");
    return vm.sh(
        "cd /content && echo $$ > /tmp/envsnap.pid && exec java -jar /opt/envsnap/envsnap.jar "
            + arguments
            + " --store gdrive:envsnap",
        Map.of("ENVSNAP_DRIVE_ROOT_URL", drive.base(), "GCE_METADATA_HOST", host));
  }

  private int creates() {
    return drive.count(DriveCall.CREATE) + drive.count(DriveCall.SESSION);
  }

  private int reads() {
    return drive.count(DriveCall.LIST)
        + drive.count(DriveCall.GET)
        + drive.count(DriveCall.DOWNLOAD);
  }

  @Test
  void aRecordThatDiesInMidUploadGoesOnAndTheNextMachineIsTheSame() {
    Machines machines = new Machines(folder);
    String sums;
    try (FreshVm a = machines.first()) {
      a.sh(SESSION).expect(0);
      drive.faults(killedWithin(a));
      assertThat(envsnap(a, "record --once").exit()).isEqualTo(137);
      int firstCreates = creates();

      drive.faults(FaultPlan.NONE);
      VmResult recorded = envsnap(a, "record --once").expect(0);
      assertThat(drive.calls()).contains(DriveCall.STATUS).doesNotContain(DriveCall.SESSION);
      assertThat(firstCreates + creates()).as("%s", drive.calls()).isLessThanOrEqualTo(1 + 8);
      assertThat(drive.refused()).isZero();
      assertThat(recorded.text() + recorded.errorText()).doesNotContain("ya29", "upload_id");

      a.sh("echo two > /content/notes.txt").expect(0);
      drive.faults(FaultPlan.NONE);
      envsnap(a, "record --once").expect(0);
      assertThat(creates()).as("%s", drive.calls()).isLessThanOrEqualTo(1 + 2);
      assertThat(drive.refused()).isZero();

      sums = a.sh(SUMS).expect(0).text();
      assertThat(a.sh("grep -rl ya29 /var/lib/envsnap /content").exit()).isEqualTo(1);
      a.powerCut();
    }
    try (FreshVm b = machines.first()) {
      drive.faults(FaultPlan.NONE);
      envsnap(b, "restore").expect(0);
      assertThat(reads()).as("%s", drive.calls()).isLessThanOrEqualTo(2 + 6);
      assertThat(b.sh(SUMS).expect(0).text()).isEqualTo(sums);
      assertThat(envsnap(b, "restore --json").expect(0).text()).contains("\"bytes\":0");
    }
  }

  @Test
  void whatAMachineThatDiedInMidUploadHadSentIsInNobodysWay() {
    Machines machines = new Machines(folder);
    try (FreshVm a = machines.first()) {
      a.sh(SESSION).expect(0);
      drive.faults(killedWithin(a));
      assertThat(envsnap(a, "record --once").exit()).isEqualTo(137);
      a.powerCut();
    }
    drive.faults(FaultPlan.NONE);
    String sums;
    try (FreshVm b = machines.first()) {
      b.sh(SESSION).expect(0);
      envsnap(b, "record --once").expect(0);
      sums = b.sh(SUMS).expect(0).text();
    }
    assertThat(drive.filesNamed("packs-")).hasSize(1);
    assertThat(drive.names()).doesNotHaveDuplicates();
    try (FreshVm c = machines.first()) {
      envsnap(c, "restore").expect(0);
      assertThat(c.sh(SUMS).expect(0).text()).isEqualTo(sums);
    }
  }

  /** The connection ends within the pack, and the program with its next question. */
  private static FaultPlan killedWithin(FreshVm vm) {
    return (call, count, index) -> {
      if (call == DriveCall.UPLOAD) {
        return Optional.of(DriveFault.dropAt(8_000_000));
      }
      if (call == DriveCall.STATUS) {
        vm.exec(List.of("sh", "-c", "kill -9 $(cat /tmp/envsnap.pid)"), new byte[0], Map.of());
        return Optional.of(DriveFault.drop());
      }
      return Optional.empty();
    };
  }
}
