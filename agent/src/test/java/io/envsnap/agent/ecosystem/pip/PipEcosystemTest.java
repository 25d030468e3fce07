package io.envsnap.agent.ecosystem.pip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.ecosystem.Capture;
import io.envsnap.agent.ecosystem.RestoreStep;
import io.envsnap.agent.ecosystem.TestMachine;
import io.envsnap.agent.ecosystem.Wanted;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.snapshot.Placement;
import io.envsnap.spec.snapshot.TreePath;
import io.envsnap.testkit.index.PythonArchive;
import io.envsnap.testkit.vm.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real pip installs real wheels into a folder that plays a machine. */
class PipEcosystemTest {
  private static final String SITE = "/content/venv/lib/python3.11/site-packages";

  @TempDir private static Path tools;
  @TempDir private Path folder;
  private TestMachine machine;
  private final PipEcosystem pip = new PipEcosystem();

  @BeforeAll
  static void makeAPip() {
    Programs.require("python3", "-m", "venv", tools.resolve("venv").toString());
  }

  @BeforeEach
  void makeAMachine() throws Exception {
    machine = new TestMachine(folder);
  }

  private static PythonArchive wheel(String name, String version, String... more) {
    Map<String, String> files = new TreeMap<>();
    files.put(name + "/__init__.py", "VERSION = '" + version + "'\n");
    for (String file : more) {
      files.put(name + "/" + file, "x = 1\n");
    }
    return PythonArchive.wheel(name, version, files);
  }

  private void install(TestMachine on, PythonArchive wheel, String... options) throws Exception {
    Path file = Files.write(tools.resolve(wheel.file()), wheel.bytes());
    List<String> words = new ArrayList<>();
    words.add(tools.resolve("venv/bin/python3").toString());
    words.addAll(List.of("-m", "pip", "-q", "--disable-pip-version-check", "install"));
    words.addAll(List.of("--no-index", "--no-deps", "--upgrade"));
    words.addAll(List.of("--target", on.at(SITE).toString()));
    words.addAll(List.of(options));
    words.add(file.toString());
    on.run("/", words.toArray(String[]::new));
  }

  private static Entry only(Capture capture) {
    assertThat(capture.entries()).hasSize(1);
    return capture.entries().get(0);
  }

  private static Set<String> claimed(Capture capture) {
    Set<String> paths = new TreeSet<>();
    capture.claims().keySet().forEach(path -> paths.add(path.value()));
    return paths;
  }

  @Test
  void aWheelIsAnEntryThatClaimsItsFilesAndWhatWasCompiledOfThem() throws Exception {
    machine.beginSession(true);
    install(machine, wheel("Tiny_Tool", "1.0+cu118", "sub/deep.py"));
    Capture capture = machine.capture(pip);
    Entry entry = only(capture);
    assertThat(entry.key().name()).isEqualTo("tiny-tool");
    assertThat(entry.key().scope()).isEqualTo(SITE);
    assertThat(entry.version()).isEqualTo("1.0+cu118");
    assertThat(entry.requested()).isTrue();
    assertThat(entry.attribute("installer")).isEqualTo("pip");
    assertThat(entry.attribute("spelled")).isEqualTo("Tiny_Tool");
    assertThat(entry.artifacts().get(0).file()).isEqualTo("Tiny_Tool-1.0+cu118-py3-none-any.whl");
    assertThat(claimed(capture))
        .contains(
            SITE + "/Tiny_Tool",
            SITE + "/Tiny_Tool/__init__.py",
            SITE + "/Tiny_Tool/sub/deep.py",
            SITE + "/Tiny_Tool/sub/__pycache__",
            SITE + "/Tiny_Tool-1.0+cu118.dist-info/RECORD")
        .anyMatch(path -> path.endsWith(".pyc"))
        .doesNotContain(SITE);
  }

  @Test
  void aDistributionThatAnotherCarriesAboutIsNoEntryOfItsOwn() throws Exception {
    machine.beginSession(true);
    Map<String, String> files =
        Map.of(
            "bleachy/__init__.py", "x = 1\n",
            "bleachy/_vendor/html/__init__.py", "x = 1\n",
            "bleachy/_vendor/html-1.1.dist-info/METADATA", "Name: html\nVersion: 1.1\n",
            "bleachy/_vendor/html-1.1.dist-info/RECORD", "html/__init__.py,,\n");
    install(machine, PythonArchive.wheel("bleachy", "6.0", files));
    Capture capture = machine.capture(pip);
    assertThat(only(capture).key().name()).isEqualTo("bleachy");
    assertThat(claimed(capture))
        .contains(
            SITE + "/bleachy/_vendor/html/__init__.py",
            SITE + "/bleachy/_vendor/html-1.1.dist-info/METADATA");
  }

  @Test
  void whatSaysThatItIsInstalledIsPlacedLast() throws Exception {
    machine.beginSession(true);
    install(machine, wheel("tiny", "1.0"));
    Capture capture = machine.capture(pip);
    capture
        .claims()
        .forEach(
            (path, claim) ->
                assertThat(claim.placement() == Placement.LATE)
                    .as(path.value())
                    .isEqualTo(path.value().contains(".dist-info")));
  }

  @Test
  void theCredentialOfADirectUrlIsReplacedAndNeeded() throws Exception {
    machine.beginSession(true);
    install(machine, wheel("tiny", "1.0"));
    String json = SITE + "/tiny-1.0.dist-info/direct_url.json";
    machine.write(
        json, "{\"url\": \"https://me:hunter22@files.example/t.whl\", \"archive_info\": {}}");
    Capture capture = machine.capture(pip);
    assertThat(new String(capture.substitutes().get(TreePath.of(json)), UTF_8))
        .contains("files.example/t.whl")
        .doesNotContain("hunter22");
    assertThat(capture.needs()).hasSize(1);
    assertThat(capture.toString()).doesNotContain("hunter22");
  }

  @Test
  void anInstallThatWasKilledIsNoDistribution() throws Exception {
    machine.beginSession(true);
    machine.write(SITE + "/half-1.0.dist-info/METADATA", "Name: half\nVersion: 1.0\n");
    machine.write(SITE + "/~iny-1.0.dist-info/METADATA", "Name: tiny\nVersion: 1.0\n");
    machine.write(SITE + "/~iny-1.0.dist-info/RECORD", "");
    assertThat(machine.capture(pip).entries()).isEmpty();
  }

  @Test
  void aDistributionOfTheImageThatWentIsEnteredAsRemoved() throws Exception {
    install(machine, wheel("gone", "2.0"));
    machine.beginSession(true);
    machine.run("/", "rm", "-r", machine.at(SITE + "/gone").toString());
    machine.run("/", "rm", "-r", machine.at(SITE + "/gone-2.0.dist-info").toString());
    Capture capture = machine.capture(pip);
    assertThat(only(capture).attribute("state")).isEqualTo("removed");
    assertThat(claimed(capture)).contains(SITE + "/gone/__init__.py");
  }

  @Test
  void anUpgradeSaysWhatItReplaced() throws Exception {
    install(machine, wheel("tiny", "1.0"));
    machine.beginSession(true);
    // With `--target` pip leaves the old dist-info; without it, it goes.
    machine.run("/", "rm", "-r", machine.at(SITE + "/tiny-1.0.dist-info").toString());
    install(machine, wheel("tiny", "2.0"));
    Entry entry = only(machine.capture(pip));
    assertThat(entry.version()).isEqualTo("2.0");
    assertThat(entry.attribute("replaced")).isEqualTo("1.0");
  }

  @Test
  void anotherVersionOnTheNextMachineIsRemovedByItsRecord() throws Exception {
    machine.beginSession(true);
    install(machine, wheel("tiny", "2.0"));
    Wanted wanted = machine.wanted(machine.capture(pip));
    TestMachine next = machine.next();
    install(next, wheel("tiny", "1.0", "dropped.py"));
    next.write("/content/venv/lib/python3.11/site-packages/other/mine.py", "kept\n");
    Set<String> removed = new TreeSet<>();
    for (RestoreStep step : next.plan(pip, wanted)) {
      if (step instanceof RestoreStep.Remove remove) {
        assertThat(remove.why()).isEqualTo("tiny 1.0 is replaced by 2.0");
        remove.paths().forEach(path -> removed.add(path.value()));
      }
    }
    assertThat(removed)
        .contains(SITE + "/tiny/dropped.py", SITE + "/tiny-1.0.dist-info/RECORD")
        .noneMatch(path -> path.contains("other"));
  }

  @Test
  void aVersionThatWasPutOverAnotherKeepsBothDistInfos() throws Exception {
    install(machine, wheel("tiny", "0.9"));
    machine.beginSession(true);
    install(machine, wheel("tiny", "1.0"), "--ignore-installed");
    install(machine, wheel("other", "1.0"));
    machine.write(SITE + "/tiny-2.0.dist-info/METADATA", "Name: tiny\nVersion: 2.0\n");
    machine.write(SITE + "/tiny-2.0.dist-info/RECORD", "tiny/__init__.py,,\n");
    Capture capture = machine.capture(pip);
    Entry tiny = capture.entries().get(1);
    assertThat(tiny.version()).isEqualTo("2.0");
    assertThat(tiny.attribute("beside")).contains("1.0");
    assertThat(claimed(capture))
        .contains(SITE + "/tiny-1.0.dist-info/RECORD", SITE + "/tiny-2.0.dist-info/RECORD");
    Wanted wanted = machine.wanted(capture);
    assertThat(machine.plan(pip, wanted)).noneMatch(step -> step instanceof RestoreStep.Remove);
    TestMachine next = machine.next();
    install(next, wheel("tiny", "1.0"));
    assertThat(next.plan(pip, wanted)).noneMatch(step -> step instanceof RestoreStep.Remove);
  }

  @Test
  void theSameVersionIsLeftWhereItIs() throws Exception {
    machine.beginSession(true);
    install(machine, wheel("tiny", "2.0"));
    Wanted wanted = machine.wanted(machine.capture(pip));
    assertThat(machine.plan(pip, wanted)).noneMatch(step -> step instanceof RestoreStep.Remove);
  }

  @Test
  void aHostileRecordRemovesNothingOutsideItsPrefix() throws Exception {
    machine.beginSession(true);
    install(machine, wheel("tiny", "2.0"));
    Wanted wanted = machine.wanted(machine.capture(pip));
    TestMachine next = machine.next();
    install(next, wheel("tiny", "1.0"));
    next.write(
        SITE + "/tiny-1.0.dist-info/RECORD", "../../../../../etc/passwd,,\ntiny/__init__.py,,\n");
    for (RestoreStep step : next.plan(pip, wanted)) {
      if (step instanceof RestoreStep.Remove remove) {
        assertThat(remove.paths()).allMatch(path -> path.isWithin(TreePath.of("/content/venv")));
      }
    }
  }

  @Test
  void anEnvironmentIsAnEntryOfItsOwn() throws Exception {
    machine.beginSession(true);
    machine.write("/content/venv/pyvenv.cfg", "home = /usr/bin\nversion = 3.11.2\n");
    machine.write("/content/venv/bin/activate", "# sh\n");
    install(machine, wheel("tiny", "1.0"));
    Capture capture = machine.capture(pip);
    assertThat(TestMachine.spoken(capture))
        .contains("environments /content/venv {home=/usr/bin}")
        .containsPattern("packages tiny \\{.*environment=/content/venv");
    assertThat(claimed(capture)).contains("/content/venv/bin/activate");
  }
}
