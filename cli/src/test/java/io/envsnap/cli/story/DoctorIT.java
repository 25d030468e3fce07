package io.envsnap.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.testkit.facts.TreeFacts;
import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.NeedsVm;
import io.envsnap.testkit.vm.VmResult;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a card and its driver may answer, by files and programs that stand for them. */
@NeedsVm
class DoctorIT {
  private static final String T4 =
      "Tesla T4, 15360, 580.82.07, 7.5, GPU-0, 00000000:00:04.0, [N/A]";
  private static final String P100 =
      "Tesla P100-PCIE-16GB, 16280, 580.82.07, 6.0, GPU-1, 00000000:00:05.0, [N/A]";

  /** A package that says that it is torch, as its image brings it. */
  private static final String TORCH =
      """
      site=$(python3 -c 'import site; print(site.getsitepackages()[0])')
      mkdir -p $site/torch-$1.dist-info $site/torch
      printf 'Name: torch\\nVersion: %s\\n' $1 > $site/torch-$1.dist-info/METADATA
      echo "__version__ = '$1'" > $site/torch/__init__.py
      echo pip > $site/torch-$1.dist-info/INSTALLER
      printf 'Tag: cp311-cp311-manylinux_2_28_x86_64\\n' > $site/torch-$1.dist-info/WHEEL
      cd $site && find torch torch-$1.dist-info -type f -printf '%p,,\\n' > torch-$1.dist-info/RECORD
      """;

  @TempDir private static Path store;
  private static FreshVm vm;

  @BeforeAll
  static void boot() {
    vm = new Machines(store).next();
    vm.sh(
            """
            mkdir -p /srv/nvidia/gpus/0000:00:04.0 /srv/module/nvidia
            mount -t tmpfs driver /proc/driver && mkdir /proc/driver/nvidia
            """)
        .expect(0);
  }

  @AfterAll
  static void close() {
    vm.close();
  }

  private static void answers(String output, int exit) {
    vm.sh(
            "cat > /usr/bin/nvidia-smi <<'END'\n#!/bin/sh\n"
                + "case $1 in --query*) cat <<'X'\n"
                + output
                + "\nX\nexit "
                + exit
                + ";; *) echo 'CUDA Version: 13.0';; esac\nEND\nchmod 755 /usr/bin/nvidia-smi")
        .expect(0);
  }

  private static VmResult doctor(String arguments) {
    String store = arguments.contains("--store") ? "" : "--store /store ";
    return Machines.envsnap(vm, "doctor " + store + arguments);
  }

  @Test
  void aCardIsNamedWithItsDriverAndChangesNothing() {
    vm.sh(
            """
            echo 'NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  580.82.07  Release' \
              > /proc/driver/nvidia/version
            """)
        .expect(0);
    answers(T4, 0);
    var before = TreeFacts.all(vm);
    String said = doctor("").expect(0).text();
    assertThat(said)
        .contains("card: Tesla T4, 15360 MiB, compute capability 7.5")
        .contains("driver: 580.82.07 (open), runs CUDA up to 13.0")
        .contains("store: dir:/store");
    assertThat(TreeFacts.differences(before, TreeFacts.all(vm), path -> path.startsWith("/tmp")))
        .isEmpty();
  }

  @Test
  void hooksAgentStoreAndDisksAreOnThePage() {
    try (FreshVm a = new Machines(store).next()) {
      VmResult before = Machines.envsnap(a, "doctor --store /store").expect(0);
      assertThat(before.text())
          .contains("hooks: none; `envsnap record` installs them")
          .contains("agent: none")
          .contains("store: dir:/store, writable, ")
          .contains(" free for the store (/store)");
      a.sh("touch /content/x").expect(0);
      Machines.envsnap(a, "record --store /store --name watched").expect(0);
      String page = Machines.envsnap(a, "doctor --store /store").expect(0).text();
      List<String> hooks = page.lines().filter(line -> line.startsWith("  /")).toList();
      assertThat(page).contains("hooks: " + hooks.size() + " files installed\n");
      for (String hook : hooks) {
        a.sh("test -e '" + hook.strip() + "'").expect(0);
      }
      String process = a.sh("cut -d' ' -f1 /var/lib/envsnap/agent/process").expect(0).text();
      assertThat(page).contains("agent: process " + process.strip() + ", ");
      String json = Machines.envsnap(a, "doctor --json --store /store").expect(0).text();
      long said = Long.parseLong(json.replaceAll("(?s).*\"residentBytes\":(\\d+).*", "$1")) >> 10;
      assertThat(said).isBetween(10_000L, 300_000L);
      assertThat(json)
          .contains("\"watching\":true")
          .contains("\"alive\":true")
          .contains("\"access\":\"writable\"")
          .contains("\"freeBytes\":")
          .contains("\"hooks\":[\"" + hooks.get(0).strip() + "\"");
      a.sh("rm '" + hooks.get(hooks.size() - 1).strip() + "'").expect(0);
      assertThat(Machines.envsnap(a, "doctor --store /store").expect(0).text())
          .contains("1 missing; `envsnap record` puts them back");
      Machines.envsnap(a, "stop").expect(0);
      assertThat(Machines.envsnap(a, "doctor --store /store").expect(0).text())
          .contains("hooks: none");
    }
  }

  @Test
  void aStoreThatCannotBeUsedIsToldOnThePage() {
    assertThat(doctor("--store /store/not/yet").expect(0).text())
        .contains("store: dir:/store/not/yet, not there yet; the first record makes it, 0 names");
    vm.sh("mkdir -p /content/mine && mount -t tmpfs -o ro none /content/mine").expect(0);
    assertThat(doctor("--store /content/mine").expect(0).text())
        .contains("store: dir:/content/mine, not writable by this user");
    vm.sh("umount /content/mine && rmdir /content/mine").expect(0);
  }

  @Test
  void twoCardsAndOneThatIsCutIntoInstancesAreNamed() {
    answers(
        T4 + "\nNVIDIA A100-SXM4-40GB, 40960, 580.82.07, 8.0, GPU-2, 00000000:00:06.0, Enabled", 0);
    assertThat(doctor("").expect(0).text())
        .contains("card: Tesla T4")
        .contains("card: NVIDIA A100-SXM4-40GB")
        .contains("(MIG)");
  }

  @Test
  void eachFailureOfItsProgramIsToldInWords() {
    answers("No devices were found", 6);
    assertThat(doctor("").expect(0).errorText()).contains("sees no card");
    answers("Failed to initialize NVML: Driver/library version mismatch", 18);
    assertThat(doctor("").expect(0).errorText()).contains("never install driver packages");
    answers("NVIDIA-SMI couldn't find libnvidia-ml.so library in your system.", 12);
    assertThat(doctor("").expect(0).errorText()).contains("ldconfig");
    answers("Unable to determine the device handle for GPU 0000:00:04.0: GPU is lost.", 15);
    assertThat(doctor("").expect(0).errorText()).contains("get another machine");
    answers("NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.", 9);
    VmResult cpu = doctor("").expect(0);
    assertThat(cpu.text()).contains("card: none");
    assertThat(cpu.errorText()).doesNotContain("nvidia");
  }

  @Test
  void aStuckDriverIsGivenUp() {
    vm.sh("printf '#!/bin/sh\\nexec sleep 3600\\n' > /usr/bin/nvidia-smi").expect(0);
    vm.sh("chmod 755 /usr/bin/nvidia-smi").expect(0);
    assertThat(doctor("").expect(0).errorText())
        .contains("the cards of this machine are not known");
    assertThat(vm.sh("pgrep -x sleep || true").text()).isEmpty();
  }

  @Test
  void aTorchWithoutKernelsForThisCardIsFoundBeforeItFails() {
    answers(P100, 0);
    vm.sh("set -- 2.10.0+cu128\n" + TORCH).expect(0);
    try {
      VmResult result = doctor("").expect(4);
      assertThat(result.text())
          .contains("torch 2.10.0+cu128: will not run")
          .contains("has compute capability 6.0")
          .contains("`torch 2.10.0+cu126`");
      assertThat(
              vm.sh(
                      "echo 'CUDA error: no kernel image is available for execution on the device'"
                          + " | java -jar /opt/envsnap/envsnap.jar doctor --store /store --explain")
                  .expect(4)
                  .text())
          .contains("CUDA error 209")
          .contains("torch 2.10.0+cu128: will not run");
      assertThat(doctor("--json").text()).contains("\"verdict\":\"will not run\"");
    } finally {
      vm.sh("rm -rf $(python3 -c 'import site; print(site.getsitepackages()[0])')/torch*")
          .expect(0);
    }
  }

  @Test
  void aRestoreStopsBeforeAnythingChangesWhenItsPackagesWillNotRun() {
    try (FreshVm a = new Machines(store).next()) {
      a.sh("set -- 2.15.0\n" + TORCH).expect(0);
      Machines.envsnap(a, "record --once --store /store --name torch").expect(0);
    }
    answers(P100, 0);
    VmResult refused = Machines.envsnap(vm, "restore torch --store /store").expect(4);
    assertThat(refused.errorText())
        .contains("will not run on this machine")
        .contains("--ignore-accelerator");
    String site = "$(python3 -c 'import site; print(site.getsitepackages()[0])')";
    vm.sh("test -e " + site + "/torch").expect(1);
    assertThat(doctor("torch").expect(4).text()).contains("torch 2.15.0: will not run");
    Machines.envsnap(vm, "restore torch --store /store --ignore-accelerator").expect(0);
    vm.sh("python3 -c 'import torch' && rm -rf " + site + "/torch*").expect(0);
  }

  @Test
  void aMachineWithoutCardIsWarnedOnce() {
    try (FreshVm a = new Machines(store).next()) {
      a.sh("set -- 2.11.0+cu128\n" + TORCH).expect(0);
      Machines.envsnap(a, "record --once --store /store --name cuda").expect(0);
    }
    try (FreshVm b = new Machines(store).next()) {
      String said = Machines.envsnap(b, "restore cuda --store /store").expect(0).errorText();
      assertThat(said.split("no NVIDIA card", -1)).hasSize(2);
    }
  }
}
