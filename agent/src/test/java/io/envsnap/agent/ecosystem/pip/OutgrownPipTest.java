package io.envsnap.agent.ecosystem.pip;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.snapshot.TreePath;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OutgrownPipTest {
  private static Optional<String> reason(String name, String version, String python) {
    TreePath recorded = TreePath.of("/content/venv/lib/python3.11/site-packages");
    TreePath here = TreePath.of("/content/venv/lib/" + python + "/site-packages");
    Entry entry =
        new Entry(PipEcosystem.key(recorded, name), version, true, List.of(), new TreeMap<>());
    return OutgrownPip.reason(entry, here);
  }

  @Test
  void aPipThatStandsOnWhatPythonDroppedStaysAway() {
    assertThat(reason("pip", "23.0.1", "python3.13"))
        .contains("pip before 23.1.2 does not run on Python 3.13, which keeps its own");
    assertThat(reason("pip", "22.0.2", "python3.12")).isPresent();
  }

  @Test
  void whateverRunsThereComes() {
    assertThat(reason("pip", "23.1.2", "python3.13")).isEmpty();
    assertThat(reason("pip", "26.1", "python3.13")).isEmpty();
    assertThat(reason("pip", "23.0.1", "python3.11")).isEmpty();
    assertThat(reason("pip", "23.0.1", "python3.9")).isEmpty();
    assertThat(reason("pipdeptree", "2.0", "python3.13")).isEmpty();
  }
}
