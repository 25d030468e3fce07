package io.envsnap.testkit.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsVm
class FreshVmIT {
  private static final VmSpec PLAIN = VmSpec.of(BaseTree.PYTHON_ONLY).cut();

  @Test
  void twoMachinesSeeNothingOfEachOther() {
    try (FreshVm a = FreshVm.boot(PLAIN);
        FreshVm b = FreshVm.boot(PLAIN)) {
      a.sh("echo mine > /content/file").expect(0);
      b.sh("test -e /content/file").expect(1);
      a.sh("cat /content/file").expect(0);
    }
  }

  @Test
  void killingEverythingEndsNothingOutsideAndNotTheMachineItself() {
    try (FreshVm vm = FreshVm.boot(PLAIN)) {
      vm.sh("(sleep 500; sleep 500) >/dev/null 2>&1 &");
      vm.sh("kill -9 -1");
      assertEquals("", vm.sh("grep -lz '^500' /proc/[0-9]*/cmdline 2>/dev/null | head -1").text());
      assertTrue(ProcessHandle.of(vm.init()).isPresent());
      assertEquals("alive\n", vm.sh("echo alive").text());
    }
  }

  @Test
  void aPowerCutEndsItAndTheSameDiskBootsAgain() {
    try (FreshVm vm = FreshVm.boot(PLAIN)) {
      vm.sh("echo kept > /content/file; (sleep 600) >/dev/null 2>&1 &").expect(0);
      String before = vm.sh("cut -d' ' -f22 /proc/1/stat").expect(0).text();
      long first = vm.init();
      vm.reboot();
      assertTrue(ProcessHandle.of(first).isEmpty());
      assertEquals("kept\n", vm.sh("cat /content/file").expect(0).text());
      assertNotEquals(before, vm.sh("cut -d' ' -f22 /proc/1/stat").expect(0).text());
    }
  }

  @Test
  void aDiskThatIsFullSaysSo() {
    try (FreshVm vm = FreshVm.boot(PLAIN.disk(16 << 20))) {
      VmResult full = vm.sh("head -c 64M /dev/zero > /content/big");
      assertNotEquals(0, full.exit());
      assertTrue(full.errorText().contains("No space left"), full.toString());
    }
  }

  @Test
  void aMachineWithoutNetworkReachesNothing() {
    try (FreshVm vm = FreshVm.boot(PLAIN)) {
      vm.sh("python3 -c 'import socket; socket.create_connection((\"192.0.2.1\", 80), 2)'")
          .expect(1);
      vm.sh("python3 -c 'import socket; s = socket.create_server((\"127.0.0.1\", 0))'").expect(0);
    }
  }

  @Test
  void usersTerminalsAndTemporaryFoldersWork() {
    try (FreshVm vm = FreshVm.boot(PLAIN)) {
      assertEquals("nobody\n", vm.sh("su nobody -s /bin/sh -c whoami").expect(0).text());
      assertEquals("1777\n", vm.sh("stat -c %a /tmp").expect(0).text());
      vm.sh("script -qec true /dev/null || python3 -c 'import pty; pty.openpty()'").expect(0);
    }
  }

  @Test
  void sharesAFolderOfTheHost(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("from-host"), "x");
    try (FreshVm vm = FreshVm.boot(PLAIN.share(folder, "/store"))) {
      vm.sh("test -e /store/from-host && echo y > /store/from-vm").expect(0);
    }
    assertEquals("y\n", Files.readString(folder.resolve("from-vm")));
  }

  @Test
  void leavesNothingBehind() throws IOException {
    Path upper;
    try (FreshVm vm = FreshVm.boot(PLAIN)) {
      upper = vm.upper();
      vm.sh("echo x > /content/x").expect(0);
      assertTrue(Files.exists(upper.resolve("content/x")));
    }
    assertTrue(Files.notExists(upper));
    assertTrue(
        Files.readString(Path.of("/proc/mounts"))
            .lines()
            .noneMatch(l -> l.contains(upper.toString())));
  }
}
