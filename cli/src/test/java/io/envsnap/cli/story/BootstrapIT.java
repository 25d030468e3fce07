package io.envsnap.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.testkit.drive.DriveClock;
import io.envsnap.testkit.drive.DriveEmulator;
import io.envsnap.testkit.vm.BaseTree;
import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.NeedsVm;
import io.envsnap.testkit.vm.Programs;
import io.envsnap.testkit.vm.VmResult;
import io.envsnap.testkit.vm.VmSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The next machine has no Java, and needs nothing but what lies in the store. */
@NeedsVm
class BootstrapIT {
  private static final String SESSION = "echo mine > /content/notes.txt; mkdir -p /content/d";

  /** What gcloud says on a machine whose metadata server knows a sign-in. */
  private static final String GCLOUD =
      """
      cat > /usr/local/bin/gcloud <<'END'
      #!/bin/sh
      test "$*" = 'auth print-access-token' || exit 1
      curl -sS -H Metadata-Flavor:Google \\
        "http://$GCE_METADATA_HOST/computeMetadata/v1/instance/service-accounts/default/token" |
        sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/'
      END
      chmod 755 /usr/local/bin/gcloud; apt-get install -y -qq --no-install-recommends curl >/dev/null
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
  void aMachineWithoutJavaAndWithoutNetworkRestoresFromAFolder() throws IOException {
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
      assertRunsOnOlderMachines(b);
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
  void aMachineWithoutJavaFetchesTheProgramFromDrive() throws IOException {
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
        b.sh(GCLOUD).expect(0);
        for (String line : documented(drive.base(), ids.get(1))) {
          b.sh("cd /content && " + line, here).expect(0);
        }
        assertThat(b.sh("cat /content/notes.txt").expect(0).text()).isEqualTo("mine\n");
      }
    }
  }

  /** The lines for `gdrive:` of the manual, for this emulator and this file. */
  private static List<String> documented(String root, String id) throws IOException {
    String page = Files.readString(Path.of("..", "docs", "drive.md"));
    List<String> lines =
        page.substring(page.indexOf("With `gdrive:` fetch it first"))
            .lines()
            .filter(line -> line.startsWith("    !"))
            .limit(2)
            .map(line -> line.strip().substring(1))
            .map(
                line ->
                    line.replace("https://www.googleapis.com/", root)
                        .replace("/ID?", "/" + id + "?"))
            .toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).startsWith("curl ").contains(root, id);
    assertThat(lines.get(1)).startsWith("sh envsnap restore");
    return lines;
  }

  /**
   * Ubuntu 22.04 has glibc 2.35. Needs of versions are in the sections that {@code readelf -V}
   * shows (LSB Core, Symbol Versioning).
   */
  private void assertRunsOnOlderMachines(FreshVm vm) throws IOException {
    Path runtime = folder.resolve("runtime");
    String root =
        vm.sh("dirname $(dirname $(find /var/lib/envsnap -path '*/bin/java' | head -1))")
            .expect(0)
            .text()
            .strip();
    vm.copyOut(root, runtime);
    List<String> files;
    try (Stream<Path> all = Files.walk(runtime)) {
      files =
          all.filter(Files::isRegularFile)
              .map(Path::toString)
              .filter(file -> file.contains(".so") || file.contains("/bin/"))
              .toList();
    }
    assertThat(files).anyMatch(file -> file.endsWith("/libjvm.so")).hasSizeGreaterThan(10);
    List<String> needs = new ArrayList<>();
    for (String file : files) {
      Matcher need =
          Pattern.compile("Name: GLIBC_([0-9]+)\\.([0-9]+)")
              .matcher(Programs.require("readelf", "-V", file).text());
      while (need.find()) {
        int version = Integer.parseInt(need.group(1)) * 1000 + Integer.parseInt(need.group(2));
        needs.add(version + " " + file);
      }
    }
    assertThat(needs).hasSizeGreaterThan(10).noneMatch(need -> need.compareTo("2035") >= 0);
  }
}
