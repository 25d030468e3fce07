package io.envsnap.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.NeedsVm;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classes that are kept ready are used by the very build they were made of, and by no other. */
@NeedsVm
class WarmUpIT {
  /** How many of this program's classes a start takes from the archive, and from the jar. */
  private static final String STATUS =
      """
      cd /content && JAVA_TOOL_OPTIONS=-Xlog:class+load:file=/tmp/loaded /content/bin/envsnap status \
        >/dev/null 2>/tmp/said || exit 1
      grep -v 'Picked up' /tmp/said
      grep -E ' io\\.envsnap\\.[^ $]* source' /tmp/loaded >/tmp/ours
      echo "$(grep -c 'shared objects' /tmp/ours) $(grep -c 'source: file:' /tmp/ours)"
      """;

  @TempDir private Path store;

  @Test
  void aWarmUpServesItsBuildAloneAndNothingEverFailsForIt() {
    try (FreshVm vm = new Machines(store).first()) {
      vm.sh("mkdir -p /content/bin && cp /opt/envsnap/envsnap /content/bin/").expect(0);
      assertThat(vm.sh(STATUS).expect(0).text()).matches("0 [1-9][0-9]+\\n");
      String said = vm.sh("/content/bin/envsnap warm-up").expect(0).errorText();
      assertThat(said).contains("starts faster").contains("/var/lib/envsnap/classes");
      assertThat(vm.sh(STATUS).expect(0).text()).matches("[1-9][0-9]+ 0\\n");
      assertThat(vm.sh("touch /content/bin/envsnap;" + STATUS).expect(0).text())
          .as("another build")
          .matches("0 [1-9][0-9]+\\n");
      vm.sh("rm -rf /var/lib/envsnap; mkdir /var/lib/envsnap; touch /var/lib/envsnap/classes")
          .expect(0);
      assertThat(vm.sh("/content/bin/envsnap warm-up").expect(1).errorText())
          .startsWith("error: The warm-up failed");
      assertThat(vm.sh(STATUS).expect(0).text()).matches("0 [1-9][0-9]+\\n");
    }
  }

  @Test
  void theAgentMakesWhatIsMissingAfterItsSaveAndNoneOfItIsRecorded() {
    try (FreshVm vm = new Machines(store).first()) {
      vm.sh(
              """
              cd /content && /opt/envsnap/envsnap record -q --store /store
              apt-get install -y -qq --no-install-recommends jq >/dev/null
              for i in $(seq 600); do
                [ -n "$(find /var/lib/envsnap/classes -maxdepth 1 -name '*.jsa' 2>/dev/null)" ] && break
                sleep 0.2
              done
              """)
          .expect(0);
      assertThat(vm.sh("ls /var/lib/envsnap/classes").expect(0).lines())
          .singleElement()
          .asString()
          .endsWith(".jsa");
      assertThat(vm.sh("cat /content/envsnap.lock.yaml").expect(0).text())
          .contains("name: jq")
          .doesNotContain("classes");
      vm.sh("/opt/envsnap/envsnap stop").expect(0);
    }
  }
}
