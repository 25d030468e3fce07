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
      agent=/var/lib/envsnap/agent site=/usr/local/lib/python3.11/dist-packages
      within_a_minute() { for i in $(seq 300); do "$@" && return 0; sleep 0.2; done; tail $agent/log >&2; return 1; }
      process() { cut -d' ' -f1 $agent/process; }
      alive() { kill -0 "$(process)" 2>/dev/null; }
      said() { tail -n +"$from" $agent/log | grep -q "$1"; }
      mark() { from=$(($(wc -l <$agent/log) + 1)); }
      saved() { grep -q "name: $1," /content/envsnap.lock.yaml; }
      """;

  /** Makes a folder that pip and uv build a package of, once a file lets them. */
  private static final String SLOW =
      """
      slow() {
        mkdir /tmp/$1
        printf '[build-system]\\nrequires = []\\nbuild-backend = "backend"\\nbackend-path = ["."]\\n' >/tmp/$1/pyproject.toml
        printf '[project]\\nname = "%s"\\nversion = "1.0"\\n' $1 >>/tmp/$1/pyproject.toml
        cat >/tmp/$1/backend.py <<END
      import os, time, zipfile
      def build_wheel(folder, config_settings=None, metadata_directory=None):
          while not os.path.exists("/tmp/$1.go"):
              time.sleep(0.1)
          files = {
              "$1.py": "x = 1\\n",
              "$1-1.0.dist-info/METADATA": "Metadata-Version: 2.1\\nName: $1\\nVersion: 1.0\\n",
              "$1-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
          }
          record = "$1-1.0.dist-info/RECORD"
          files[record] = "".join(name + ",,\\n" for name in [*files, record])
          with zipfile.ZipFile(folder + "/$1-1.0-py3-none-any.whl", "w") as wheel:
              for name, text in files.items():
                  wheel.writestr(name, text)
          return "$1-1.0-py3-none-any.whl"
      END
      }
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
              SLOW
                  + """
                  slow slowpip; slow slowuv; pip install -q uv
                  mkdir -p /content /tmp/byhand/DEBIAN && cp /opt/envsnap/envsnap.jar /tmp/envsnap.jar
                  printf 'Package: byhand\\nVersion: 1.0\\nArchitecture: all\\nMaintainer: a\\nDescription: b\\n' >/tmp/byhand/DEBIAN/control
                  dpkg-deb -b /tmp/byhand /tmp/byhand.deb
                  cd /content && echo first >note.txt
                  java -jar /tmp/envsnap.jar record -q --store /store --save-every 30s
                  """)
          .expect(0);

      // While somebody holds dpkg's lock, pip or uv is at work, nothing is saved.
      play(
          vm,
          environment,
          """
          mark
          python3 -c 'import fcntl, time; f = open("/var/lib/dpkg/lock", "w"); fcntl.lockf(f, fcntl.LOCK_EX); time.sleep(600)' &
          pip install -q alpha
          within_a_minute said 'not saving yet: apt or dpkg is at work'
          pip install -q /tmp/slowpip &
          mkdir $site/slowpip && echo 'x = 1' >$site/slowpip/__init__.py
          kill %1
          within_a_minute said 'not saving yet: `pip install` is running'
          rm -r $site/slowpip
          uv pip install -q --system /tmp/slowuv &
          within_a_minute test -e /root/.cache/uv
          touch /tmp/slowpip.go
          within_a_minute said 'not saving yet: `uv pip install` is running'
          saved alpha && exit 1
          touch /tmp/slowuv.go
          within_a_minute saved slowuv
          grep -q "$site/slowpip," envsnap.lock.yaml && exit 1
          saved alpha && saved slowpip
          """);
      // Nothing tells of an edit.
      play(
          vm,
          environment,
          """
          idle() { ! test -e $agent/unsaved; }
          within_a_minute idle
          echo second >>note.txt
          digest=$(sha256sum <note.txt | cut -c-64)
          noted() { grep 'name: /content/note.txt,' envsnap.lock.yaml | grep -q "$digest"; }
          noted && exit 1
          idle && within_a_minute noted
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
          within_a_minute saved beta
          """);
      play(
          vm,
          environment,
          """
          first=$(process)
          timeout 30 java -jar /tmp/envsnap.jar agent /var/lib/envsnap
          test "$(process)" = "$first" && alive
          test "$(awk '/VmRSS/ { print $2 }' /proc/$first/status)" -lt 65536

          # As if the clock had been set back since it was revived last.
          kill -9 "$first"; touch -d '+2 hours' $agent/revived
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
