package io.envsnap.agent.ecosystem.pip;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.ecosystem.RestoreStep;
import io.envsnap.agent.host.HostFacts;
import io.envsnap.agent.host.PythonInterpreter;
import io.envsnap.spec.lockfile.Accelerator;
import io.envsnap.spec.lockfile.Base;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.lockfile.PythonBase;
import io.envsnap.spec.snapshot.TreePath;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EligibleTest {
  private static final String ABI = "cpython-311-x86_64-linux-gnu";
  private static final String SITE = "/usr/local/lib/python3.11/dist-packages";

  private static Optional<String> refusal(PythonInterpreter here, Entry entry) {
    Base base =
        new Base(
            "debian 12",
            "",
            "6.1.0",
            "x86_64",
            "2.36",
            "",
            List.of(new PythonBase("/usr/bin/python3", "3.11.2", ABI, "/usr")),
            false);
    HostFacts host =
        new HostFacts(
            "debian 12",
            "",
            "6.1.0",
            "x86_64",
            "2.35",
            "",
            1L << 30,
            List.of(here),
            new Accelerator("", "", List.of()));
    return new Eligible(base, host).refusal(entry).map(RestoreStep.Refuse::reason);
  }

  private static PythonInterpreter python(String path, String version, String prefix) {
    TreePath at = TreePath.of(prefix);
    return new PythonInterpreter(TreePath.of(path), version, ABI, at, at, List.of());
  }

  private static Entry installed(String scope, Map<String, String> attributes) {
    EntryKey key = PipEcosystem.key(TreePath.of(scope), "tiny");
    return new Entry(key, "1.0", true, List.of(), new TreeMap<>(attributes));
  }

  private static final PythonInterpreter SAME = python("/usr/bin/python3", "3.11.9", "/usr");

  @Test
  void aPackageOfTheImagesPythonNeedsThatPython() {
    Entry entry = installed(SITE, Map.of("python", "/usr/bin/python3", "tag", "py3-none-any"));
    assertThat(refusal(SAME, entry)).isEmpty();
    assertThat(refusal(python("/usr/bin/python3", "3.13.1", "/usr"), entry))
        .contains("`/usr/bin/python3` is 3.13.1 here and was 3.11.2");
    assertThat(refusal(python("/opt/bin/python3", "3.12.1", "/opt"), entry))
        .contains("there is no `/usr/bin/python3` on this machine");
  }

  @Test
  void theSamePythonIsKnownUnderAnotherName() {
    Entry entry = installed(SITE, Map.of("python", "/usr/bin/python3", "tag", "py3-none-any"));
    assertThat(refusal(python("/usr/bin/python3.11", "3.11.4", "/usr"), entry)).isEmpty();
  }

  @Test
  void aPythonThatTheSessionBroughtComesAlongWithItsPackages() {
    Entry own = installed("/srv/py/lib/python3.9/site-packages", Map.of("python", "/srv/py/bin/p"));
    assertThat(refusal(SAME, own)).isEmpty();
    Entry inEnvironment =
        installed(
            "/content/env/lib/python3.9/site-packages",
            Map.of("python", "/srv/py/bin/p", "environment", "/content/env"));
    assertThat(refusal(SAME, inEnvironment)).isEmpty();
  }

  @Test
  void anEnvironmentOfAnUnknownPythonNeedsOneOfItsVersion() {
    Entry entry =
        installed(
            "/content/env/lib/python3.9/site-packages", Map.of("environment", "/content/env"));
    assertThat(refusal(SAME, entry)).contains("it needs Python 3.9, which this machine lacks");
  }

  @Test
  void machineCodeIsNotPutOntoAnOlderGlibcWhereverItLies() {
    Map<String, String> bound = Map.of("tag", "cp311-cp311-manylinux_2_36_x86_64");
    assertThat(refusal(SAME, installed("/content/libs", bound)))
        .contains("glibc is 2.35 here and was 2.36");
    assertThat(refusal(SAME, installed("/content/libs", Map.of("tag", "py3-none-any")))).isEmpty();
  }
}
