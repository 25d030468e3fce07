package io.envsnap.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.testkit.facts.Fact;
import io.envsnap.testkit.facts.TreeFacts;
import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.NeedsVm;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The main job on real input: a notebook's session, recorded once at its end, brought back offline.
 */
@NeedsVm
class SeedSessionIT {
  private static final String STATE =
      """
      dpkg -l; apt-mark showmanual; apt-mark showhold; pip freeze --all
      git -C /content/tutorial status --porcelain=v2 --branch
      git -C /content/tutorial log --oneline
      """;

  @TempDir private Path store;

  @Test
  void everythingComesBackOnAMachineWithoutNetworkAfterTheWorldForgot() throws IOException {
    Machines machines = new Machines(store);
    SortedMap<String, Fact> recorded;
    String state;
    try (World world = new World()) {
      try (FreshVm a = machines.first()) {
        a.sh(resource("seed.sh"), world.environment()).expect(0);
        a.sh("kill -9 -1");
        state = a.sh(STATE).expect(0).text();
        Machines.envsnap(a, "record --once --store /store").expect(0);
        recorded = TreeFacts.changedSinceBoot(a);
        a.powerCut();
      }
      world.forget();
    }
    try (FreshVm b = machines.next()) {
      Machines.envsnap(b, "restore --store /store").expect(0);
      SortedMap<String, Fact> restored = TreeFacts.all(b);
      List<String> differences =
          TreeFacts.differences(recorded, restored, SeedSessionIT::isLeftOutByRule);
      assertThat(differences).isEmpty();
      assertThat(b.sh(STATE).expect(0).lines()).containsExactlyElementsOf(state.lines().toList());
      b.sh(resource("seed-check.sh")).expect(0);
      b.sh("dpkg --audit && apt-get check && pip check && git -C /content/tutorial fsck").expect(0);
      assertThat(Machines.envsnap(b, "restore --store /store --json").expect(0).text())
          .contains("\"files\":0")
          .contains("\"exact\":true");
      Machines.envsnap(b, "restore --store /store -- sh -c 'exit 7'").expect(7);
    }
    noSecretNorLeftover();
  }

  private void noSecretNorLeftover() throws IOException {
    try (var files = Files.walk(store)) {
      assertThat(files.filter(path -> path.getFileName().toString().startsWith(".envsnap-tmp")))
          .isEmpty();
    }
  }

  private static boolean isLeftOutByRule(String path) {
    return Leftovers.isLeftOut(path);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = SeedSessionIT.class.getResourceAsStream("/sessions/" + name)) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
