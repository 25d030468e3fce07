package io.envsnap.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.testkit.vm.BaseTree;
import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.NeedsVm;
import io.envsnap.testkit.vm.Programs;
import io.envsnap.testkit.vm.VmResult;
import io.envsnap.testkit.vm.VmSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new user's first command on a machine without Java, and what it leaves out of the session. */
@NeedsVm
class LauncherIT {
  @TempDir private Path folder;

  @Test
  void whatTheLauncherInstallsForItselfIsNoPartOfTheSession() throws IOException {
    try (FreshVm vm = FreshVm.boot(VmSpec.of(BaseTree.PYTHON_ONLY))) {
      vm.copyIn(checkoutWithJar(), "/content/envsnap");
      vm.sh(
              "apt-get install -y -qq --no-install-recommends jq >/dev/null && echo mine >"
                  + " /content/mine")
          .expect(0);
      VmResult recorded =
          vm.sh("cd /content && ./envsnap/envsnap record --store /mnt/store").expect(0);
      assertThat(recorded.errorText()).contains("Installing what envsnap needs");
      String lockfile = vm.sh("cat /content/envsnap.lock.yaml").expect(0).text();
      assertThat(lockfile).contains("name: jq").contains("name: /content/mine");
      assertThat(lockfile).doesNotContain("openjdk").doesNotContain("/content/envsnap");
      assertThat(lockfile).doesNotContain("java").doesNotContain("update-ca-certificates");
      assertThat(lockfile.lines().filter(line -> line.contains("name: /")))
          .singleElement()
          .asString()
          .contains("/content/mine");
    }
  }

  /** The checkout as it was committed, with the jar that was built from it. */
  private Path checkoutWithJar() throws IOException {
    Path checkout = Files.createDirectory(folder.resolve("envsnap"));
    Path root = Path.of("..").toAbsolutePath().normalize();
    Programs.require(
        "sh", "-c", "git -C '" + root + "' archive HEAD | tar -x -C '" + checkout + "'");
    Path target = Files.createDirectories(checkout.resolve("cli/target"));
    Programs.require(
        "cp", root.resolve("cli/target/envsnap.jar").toString(), target + "/envsnap.jar");
    return checkout;
  }
}
