package io.envsnap.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.NeedsVm;
import io.envsnap.testkit.vm.VmResult;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsVm
class FirstStoryIT {
  private static final String SESSION =
      """
      set -e
      apt-get install -y -qq --no-install-recommends jq graphviz >/dev/null
      pip install -q six requests
      mkdir -p /srv/origin && cd /srv/origin && git init -q -b main . && echo 1 > a && git add a
      git -c user.name=a -c user.email=a@example.invalid commit -qm one
      cd /content && git clone -q /srv/origin clone && cd clone && echo 2 >> a && echo 3 > b
      echo 'echo tool' > /usr/local/bin/tool && chmod 755 /usr/local/bin/tool
      """;

  @TempDir private Path store;

  @Test
  void whatWasInstalledOnOneMachineIsThereOnTheNextWithoutNetwork() {
    Machines machines = new Machines(store);
    String packages;
    String frozen;
    try (FreshVm a = machines.first()) {
      a.sh(SESSION).expect(0);
      VmResult recorded = Machines.envsnap(a, "record --once --store /store").expect(0);
      System.err.println(recorded);
      packages = a.sh("dpkg -l; apt-mark showmanual").expect(0).text();
      frozen = a.sh("pip freeze --all").expect(0).text();
      a.powerCut();
    }
    try (FreshVm b = machines.next()) {
      VmResult restored = Machines.envsnap(b, "restore --store /store");
      System.err.println(restored);
      restored.expect(0);
      assertThat(b.sh("dpkg -l; apt-mark showmanual").expect(0).text()).isEqualTo(packages);
      assertThat(b.sh("pip freeze --all").expect(0).text()).isEqualTo(frozen);
      b.sh("dot -V && jq --version && tool && dpkg --audit && apt-get check").expect(0);
      assertThat(b.sh("git -C /content/clone status --porcelain").expect(0).text())
          .isEqualTo(" M a\n?? b\n");
      VmResult again = Machines.envsnap(b, "restore --store /store --json").expect(0);
      assertThat(again.text()).contains("\"bytes\":0").contains("\"exact\":true");
    }
  }
}
