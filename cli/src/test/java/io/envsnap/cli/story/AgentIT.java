package io.envsnap.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.testkit.index.PackageIndex;
import io.envsnap.testkit.index.PythonArchive;
import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.NeedsVm;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent at work: nobody calls envsnap after the first record. */
@NeedsVm
class AgentIT {
  /** What a step waits for comes within a minute, or the step fails. */
  private static final String WORDS =
      """
      cd /content; export PIP_INDEX_URL=$INDEX
      agent=/var/lib/envsnap/agent
      within_a_minute() { for i in $(seq 300); do "$@" && return 0; sleep 0.2; done; tail $agent/log >&2; return 1; }
      process() { cut -d' ' -f1 $agent/process; }
      alive() { kill -0 "$(process)" 2>/dev/null; }
      said() { tail -n +"$from" $agent/log | grep -q "$1"; }
      mark() { from=$(($(wc -l <$agent/log) + 1)); }
      saved() { grep -q "name: $1," /content/envsnap.lock.yaml; }
      """;

  @TempDir private Path store;

  @Test
  void savesByItselfWaitsForOthersAndComesBack() {
    try (PackageIndex index = PackageIndex.start();
        FreshVm vm = new Machines(store).first()) {
      for (String name : List.of("alpha", "beta")) {
        index.publish(name, PythonArchive.wheel(name, "1.0", Map.of(name + ".py", "x = 1\n")));
      }
      Map<String, String> environment = Map.of("INDEX", index.url());
      vm.sh(
              """
              mkdir -p /content /tmp/byhand/DEBIAN && cp /opt/envsnap/envsnap.jar /tmp/envsnap.jar
              printf 'Package: byhand\\nVersion: 1.0\\nArchitecture: all\\nMaintainer: a\\nDescription: b\\n' >/tmp/byhand/DEBIAN/control
              dpkg-deb -b /tmp/byhand /tmp/byhand.deb
              cd /content && java -jar /tmp/envsnap.jar record -q --store /store
              """)
          .expect(0);

      // While somebody holds dpkg's lock nothing is saved, and the lock is not asked for.
      play(
          vm,
          environment,
          """
          mark
          python3 -c 'import fcntl, time; f = open("/var/lib/dpkg/lock", "w"); fcntl.lockf(f, fcntl.LOCK_EX); time.sleep(600)' &
          pip install -q alpha
          within_a_minute said 'not saving yet: apt or dpkg is at work'
          saved alpha && exit 1
          kill %1
          within_a_minute saved alpha
          """);
      // A save that fails says why, and is made up for.
      play(
          vm,
          environment,
          """
          mark
          mount -o remount,bind,ro /store
          pip install -q beta
          within_a_minute said 'not saved: error: '
          mount -o remount,bind,rw /store
          saved beta && exit 1
          java -jar /tmp/envsnap.jar status | grep -q 'Not saved yet'
          """);
      play(
          vm,
          environment,
          """
          first=$(process)
          timeout 30 java -jar /tmp/envsnap.jar agent /var/lib/envsnap
          test "$(process)" = "$first" && alive
          test "$(awk '/VmRSS/ { print $2 }' /proc/$first/status)" -lt 65536

          kill -9 "$first"; rm -f $agent/revived
          dpkg -i /tmp/byhand.deb >/dev/null
          within_a_minute alive
          test "$(process)" != "$first"

          mark; second=$(process)
          cp /opt/envsnap/envsnap.jar /tmp/other.jar && mv /tmp/other.jar /tmp/envsnap.jar
          dpkg -r byhand >/dev/null
          within_a_minute said 'ending: envsnap itself is gone or another build'
          gone() { ! alive; }
          within_a_minute gone; rm -f $agent/revived
          dpkg -i /tmp/byhand.deb >/dev/null
          within_a_minute alive
          test "$(process)" != "$second"
          """);
      assertThat(
              vm.sh("stat -c %a /var/lib/envsnap/journal /var/lib/envsnap/journal/lines").lines())
          .containsExactly("700", "600");
    }
  }

  private static void play(FreshVm vm, Map<String, String> environment, String script) {
    vm.sh("set -e\n" + WORDS + script, environment).expect(0);
  }
}
