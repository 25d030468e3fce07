package io.envsnap.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.testkit.drive.DriveClock;
import io.envsnap.testkit.drive.DriveEmulator;
import io.envsnap.testkit.vm.BaseTree;
import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.NeedsVm;
import io.envsnap.testkit.vm.VmResult;
import io.envsnap.testkit.vm.VmSpec;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The next machine has no Java, and needs nothing but what lies in the store. */
@NeedsVm
class BootstrapIT {
  private static final String SESSION = "echo mine > /content/notes.txt; mkdir -p /content/d";
  private static final String DOWNLOAD =
      """
      import json, os, urllib.request as u
      def get(url, **headers): return u.urlopen(u.Request(url, headers=headers)).read()
      host = os.environ["GCE_METADATA_HOST"]
      told = get("http://" + host + "/computeMetadata/v1/instance/service-accounts/default/token",
                 **{"Metadata-Flavor": "Google"})
      token = json.loads(told)["access_token"]
      root = os.environ["ENVSNAP_DRIVE_ROOT_URL"]
      url = root + "drive/v3/files/" + os.environ["FILE"] + "?alt=media&supportsAllDrives=true"
      open("/content/envsnap", "wb").write(get(url, Authorization="Bearer " + token))
      """;

  @TempDir private Path folder;

  /** A machine whose Java can make runtimes. */
  private FreshVm first() {
    return FreshVm.boot(
        new Machines(folder).spec().share(Path.of(System.getProperty("java.home")), "/opt/jdk"));
  }

  private static VmResult record(FreshVm vm, String store, Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("ENVSNAP_PROGRAM", "/opt/envsnap/envsnap");
    return vm.sh(
        "cd /content && /opt/jdk/bin/java -jar /opt/envsnap/envsnap.jar record --once --store "
            + store,
        all);
  }

  @Test
  void aMachineWithoutJavaAndWithoutNetworkRestoresFromAFolder() {
    String before;
    try (FreshVm a = first()) {
      a.sh(SESSION).expect(0);
      record(a, "/store/kept", Map.of()).expect(0);
      before = a.sh("stat -c '%i %Y %s' /store/kept/envsnap").expect(0).text();
      a.sh("echo more >> /content/notes.txt").expect(0);
      record(a, "/store/kept", Map.of()).expect(0);
      // Once a version.
      assertThat(a.sh("stat -c '%i %Y %s' /store/kept/envsnap").expect(0).text()).isEqualTo(before);
    }
    assertThat(Long.parseLong(before.strip().split(" ")[2])).isLessThan(60L << 20);
    try (FreshVm b = FreshVm.boot(VmSpec.of(BaseTree.PYTHON_ONLY).share(folder, "/store").cut())) {
      assertThat(b.sh("command -v java").exit()).isNotZero();
      b.sh("cd /content && sh /store/kept/envsnap restore").expect(0);
      assertThat(b.sh("cat /content/notes.txt").expect(0).text()).isEqualTo("mine\nmore\n");
      assertThat(b.sh("cd /content && sh /store/kept/envsnap restore --json").expect(0).text())
          .contains("\"bytes\":0");
      // What it unpacked for itself is no part of the session.
      b.sh("echo next > /content/next.txt").expect(0);
      b.sh("cd /content && sh /store/kept/envsnap record --once").expect(0);
      assertThat(b.sh("cat /content/envsnap.lock.yaml").expect(0).text())
          .contains("/content/next.txt")
          .doesNotContain("java");
    }
  }

  @Test
  void aMachineWithoutJavaFetchesTheProgramFromDrive() {
    try (DriveEmulator drive = DriveEmulator.start(folder.resolve("drive"), DriveClock.running())) {
      drive.machine("ada@example.com", "colab", "drive");
      String host = drive.base().substring("http://".length()).replace("/", "");
      Map<String, String> here =
          Map.of("ENVSNAP_DRIVE_ROOT_URL", drive.base(), "GCE_METADATA_HOST", host);
      try (FreshVm a = first()) {
        a.sh(SESSION).expect(0);
        record(a, "gdrive:envsnap", here).expect(0);
        record(a, "gdrive:envsnap", here).expect(0);
      }
      List<String> ids = drive.idsNamed("envsnap");
      // The folder, and the program in it.
      assertThat(ids).hasSize(2);
      try (FreshVm b = FreshVm.boot(VmSpec.of(BaseTree.PYTHON_ONLY))) {
        Map<String, String> there = new HashMap<>(here);
        there.put("FILE", ids.get(1));
        there.put("DOWNLOAD", DOWNLOAD);
        b.sh("python3 -c \"$DOWNLOAD\"", there).expect(0);
        b.sh("cd /content && sh envsnap restore --store gdrive:envsnap", here).expect(0);
        assertThat(b.sh("cat /content/notes.txt").expect(0).text()).isEqualTo("mine\n");
      }
    }
  }
}
