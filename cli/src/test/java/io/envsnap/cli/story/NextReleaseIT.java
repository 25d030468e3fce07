package io.envsnap.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.testkit.git.GitServer;
import io.envsnap.testkit.index.PackageIndex;
import io.envsnap.testkit.index.PythonArchive;
import io.envsnap.testkit.vm.BaseTree;
import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.NeedsVm;
import io.envsnap.testkit.vm.VmResult;
import io.envsnap.testkit.vm.VmSpec;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recorded on Debian 12 with Python 3.11, restored on Debian 13 with Python 3.13. */
@NeedsVm
@PlayedElsewhere
class NextReleaseIT {
  private static final String SESSION =
      """
      set -e
      apt-get install -y -qq --no-install-recommends jq tree >/dev/null
      pip install -q --index-url $INDEX purelib==1.0 app && pip install -q markupsafe==3.0.2
      python3 -m venv /content/venv && /content/venv/bin/pip install -q --index-url $INDEX purelib==1.1
      cd /content && git clone -q $GIT_BASE/proj.git && echo 'print(2)' >> proj/train.py
      mkdir data && echo recorded > data/notes && chmod 640 data/notes
      """;

  /** What does not hang on the release. */
  private static final String STATE =
      """
      dpkg-query -W -f '${Package} ${Version} ${Status}\\n' jq tree libjq1 libonig5
      apt-mark showmanual jq tree libjq1 libonig5; dpkg -V jq tree libjq1 libonig5
      echo '{"a": [1, 2]}' | jq -c .a; tree --version
      pip freeze | grep -E '^(purelib|app)='; app
      /content/venv/bin/pip freeze --all | grep -v '^pip='
      /content/venv/bin/python -c 'import purelib; print(purelib.VALUE)'
      cd /content && git -C proj rev-parse HEAD && git -C proj status --porcelain --branch
      cat proj/train.py data/notes; stat -c '%a %U' data/notes
      """;

  private static final String CLEAN =
      "test -z \"$(dpkg --audit)\" && apt-get check -qq && pip check -q && python3 -c 'import"
          + " sys; assert sys.version_info[:2] == (3, 13)' && /content/venv/bin/python -c 'import"
          + " sys; assert sys.version_info[:2] == (3, 13)'";

  @TempDir private static Path store;
  private static PackageIndex index;
  private static GitServer git;
  private static VmSpec next;
  private static String state;

  @BeforeAll
  static void record() {
    index = PackageIndex.start();
    git = GitServer.start();
    for (String version : new String[] {"1.0", "1.1"}) {
      index.publish(
          "purelib",
          PythonArchive.wheel(
              "purelib", version, Map.of("purelib.py", "VALUE = '" + version + "'\n")));
    }
    index.publish(
        "app",
        PythonArchive.wheel(
            "app",
            "1.0",
            Map.of(
                "app/__init__.py", "def main():\n    import purelib\n    print(purelib.VALUE)\n",
                "app-1.0.dist-info/entry_points.txt", "[console_scripts]\napp = app:main\n")));
    git.create("proj", Map.of("train.py", "print(1)\n"));
    try (FreshVm a = new Machines(store).first()) {
      a.sh(SESSION, Map.of("INDEX", index.url(), "GIT_BASE", git.url())).expect(0);
      state = a.sh(STATE).expect(0).text();
      Machines.envsnap(a, "record --once -q --store /store").expect(0);
    }
    // What is not in the snapshot has to come from elsewhere, and these do not have it any more.
    index.close();
    git.close();
    next = new Machines(store).spec(BaseTree.TRIXIE);
  }

  @Test
  void withoutANetworkAllComesButWhatIsCompiledForTheOtherPython() {
    try (FreshVm b = FreshVm.boot(Machines.cut(next))) {
      VmResult refused = Machines.envsnap(b, "restore --store /store").expect(4);
      assertThat(refused.errorText())
          .contains("Nothing was changed, because 1 of", "`pip markupsafe")
          .contains("the base has moved", "3.13");
      b.sh("command -v jq tree app || ls -d /content/venv /content/proj /content/data").expect(2);
      VmResult most = Machines.envsnap(b, "restore --best-effort --store /store").expect(3);
      assertThat(most.errorText())
          .containsPattern(
              "pip markupsafe 3.0.2 is not restored [^\n]*is 3\\.13[^\n]* and was 3\\.11")
          .contains("pip pip 23.0.1 is not restored", "does not run on Python 3.13")
          .doesNotContain("pip purelib", "pip app", "apt jq", "differs", "lacks");
      assertThat(b.sh(STATE).text()).isEqualTo(state);
      b.sh(CLEAN).expect(0);
      b.sh("pip freeze | grep -i markupsafe").expect(1);
      VmResult again = Machines.envsnap(b, "restore --json --best-effort --store /store").expect(3);
      assertThat(again.text()).contains("\"restored\":0,");
    }
  }

  @Test
  void withANetworkThatToo() {
    try (FreshVm b = FreshVm.boot(next)) {
      VmResult restored = Machines.envsnap(b, "restore --store /store").expect(3);
      assertThat(restored.errorText())
          .contains("pip pip 23.0.1 is not restored", "does not run on Python 3.13")
          .doesNotContain("pip markupsafe", "pip purelib", "pip app", "differs", "lacks");
      assertThat(b.sh(STATE).text()).isEqualTo(state);
      b.sh(CLEAN).expect(0);
      b.sh("python3 -c 'import markupsafe._speedups' && pip freeze | grep -x -i markupsafe==3.0.2")
          .expect(0);
      assertThat(Machines.envsnap(b, "restore --json --store /store").expect(3).text())
          .contains("\"restored\":0,");
    }
  }

  @AfterAll
  static void close() {
    index.close();
    git.close();
  }
}
