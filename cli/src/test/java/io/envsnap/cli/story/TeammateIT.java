package io.envsnap.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.testkit.git.GitServer;
import io.envsnap.testkit.index.PackageIndex;
import io.envsnap.testkit.index.PythonArchive;
import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.NeedsVm;
import io.envsnap.testkit.vm.VmResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A teammate has the lockfile, the network, and nothing else: no store, no snapshot. */
@NeedsVm
class TeammateIT {
  private static final String SESSION =
      """
      set -e
      export GIT_AUTHOR_NAME=A GIT_COMMITTER_NAME=A GIT_AUTHOR_EMAIL=a@mail.example \
        GIT_COMMITTER_EMAIL=a@mail.example
      cd /content
      git clone -q $GIT_BASE/part.git part-work
      git clone -q $GIT_BASE/proj.git up && cd up
      git -c protocol.file.allow=always submodule -q add $GIT_BASE/part.git part
      git commit -qam two && git push -q origin main && cd .. && rm -rf up part-work
      git clone -q --recurse-submodules $GIT_BASE/proj.git proj
      git clone -q $GIT_BASE/proj.git old && git -C old checkout -q --detach HEAD~1
      git clone -q --depth 1 $GIT_BASE/proj.git flat
      pip install -q --index-url $INDEX purelib==1.0 gone==1.0 app==1.0
      pip install -q --index-url $INDEX --extra-index-url $SECOND elsewhere
      pip install -q "gittool @ git+$GIT_BASE/gittool.git@main"
      pip install -q --target /content/vendor --index-url $INDEX purelib==1.1
      python3 -m venv /content/venv && venv/bin/pip install -q --index-url $INDEX purelib==1.1
      git clone -q $GIT_BASE/edit.git edit && pip install -q --no-deps -e /content/edit
      """;

  private static final String STATE =
      """
      pip freeze; /content/venv/bin/pip freeze --all; ls /content/vendor
      grep -o '"commit_id": "[0-9a-f]*"' \
        /usr/local/lib/python3.11/dist-packages/gittool-*.dist-info/direct_url.json
      cd /content && for r in proj proj/part old flat edit; do
        git -C $r rev-parse HEAD; git -C $r status --porcelain --branch; git -C $r config remote.origin.url
      done
      git -C flat rev-list --count HEAD; cat proj/part/part.txt
      """;

  @TempDir private static Path store;
  @TempDir private static Path lockfiles;
  @TempDir private Path elsewhere;
  private static PackageIndex index;
  private static PackageIndex second;
  private static GitServer git;
  private static List<String> state;

  @BeforeAll
  static void record() {
    index = PackageIndex.start();
    second = PackageIndex.start();
    second.publish("elsewhere", PythonArchive.wheelNeeding("elsewhere", "1.0"));
    git = GitServer.start();
    upstreamIsAsItWas();
    git.create("part", Map.of("part.txt", "a part\n"));
    git.create("proj", Map.of("train.py", "print(1)\n"));
    project("gittool");
    project("edit");
    try (FreshVm a = new Machines(store).first()) {
      Machines.envsnap(a, "record -q --store /store");
      a.sh(SESSION, environment()).expect(0);
      state = a.sh(STATE).expect(0).lines();
      Machines.envsnap(a, "record --once -q --store /store").expect(0);
      a.copyOut("/content/envsnap.lock.yaml", lockfiles.resolve("envsnap.lock.yaml"));
    }
  }

  @BeforeEach
  void upstreamHasMovedOn() {
    index.forgetAll();
    upstreamIsAsItWas();
    publish("purelib", "2.0");
  }

  private static void upstreamIsAsItWas() {
    publish("purelib", "1.0");
    publish("purelib", "1.1");
    publish("gone", "1.0");
    publish("lib", "1.0");
    index.publish("app", PythonArchive.wheelNeeding("app", "1.0", "lib<2"));
  }

  private static void project(String name) {
    git.create(
        name,
        Map.of(
            ".gitignore",
            "*.egg-info\nbuild\n__pycache__\n",
            "setup.py",
            "from setuptools import setup\nsetup(name='%s', version='0.5', py_modules=['%s'])\n"
                .formatted(name, name),
            name + ".py",
            "VALUE = 1\n"));
  }

  @AfterAll
  static void close() {
    git.close();
    index.close();
    second.close();
  }

  private static PythonArchive publish(String name, String version) {
    PythonArchive wheel =
        PythonArchive.wheel(name, version, Map.of(name + ".py", "VALUE = '" + version + "'\n"));
    index.publish(name, wheel);
    return wheel;
  }

  private static Map<String, String> environment() {
    return Map.of("INDEX", index.url(), "SECOND", second.url(), "GIT_BASE", git.url());
  }

  private FreshVm teammate() {
    FreshVm b = new Machines(elsewhere).first();
    b.copyIn(lockfiles.resolve("envsnap.lock.yaml"), "/content/envsnap.lock.yaml");
    return b;
  }

  @Test
  void everythingComesBackFromWhereItCame() {
    try (FreshVm b = teammate()) {
      VmResult plan = Machines.envsnap(b, "restore --dry-run");
      assertThat(plan.text()).contains("pip purelib", "rung 4", "cloned from");
      VmResult restored = Machines.envsnap(b, "restore");
      assertThat(restored.errorText()).doesNotContain("warning");
      assertThat(restored.exit()).as(restored.errorText()).isZero();
      assertThat(b.sh(STATE).lines()).containsExactlyElementsOf(state);
      b.sh(
              "git -C /content/proj fsck --no-dangling && pip check && test ! -e"
                  + " /var/lib/envsnap/installing")
          .expect(0);
      assertThat(Machines.envsnap(b, "restore --json").expect(0).text())
          .contains("\"restored\":0,");
    }
  }

  @Test
  @PlayedElsewhere
  void uvDoesItWhereItIsThere() {
    try (FreshVm b = teammate()) {
      b.sh(
              "python3 -m venv /opt/uv && /opt/uv/bin/pip install -q uv && ln -s /opt/uv/bin/uv"
                  + " /usr/bin")
          .expect(0);
      Machines.envsnap(b, "restore").expect(0);
      assertThat(b.sh(STATE).lines()).containsExactlyElementsOf(state);
      b.sh("grep -x uv /usr/local/lib/python3*/dist-packages/elsewhere-1.0.dist-info/INSTALLER")
          .expect(0);
      b.sh("grep -x uv /content/venv/lib/python3*/site-packages/purelib-1.1.dist-info/INSTALLER")
          .expect(0);
    }
  }

  @Test
  void whatUpstreamLostIsNamedBeforeAnythingIsChanged() {
    index.forget("gone");
    try (FreshVm b = teammate()) {
      VmResult refused = Machines.envsnap(b, "restore").expect(4);
      assertThat(refused.errorText())
          .contains("pip gone", "1 of", "--best-effort")
          .doesNotContain("purelib");
      b.sh("pip freeze | grep -i purelib || ls -d /content/proj /content/venv").expect(2);
      VmResult most = Machines.envsnap(b, "restore --best-effort").expect(3);
      assertThat(most.errorText()).contains("pip gone 1.0").doesNotContain("is not installed");
      assertThat(b.sh(STATE).lines())
          .containsExactlyElementsOf(
              state.stream().filter(line -> !line.startsWith("gone==")).toList());
    }
  }

  @Test
  void anArchiveWithOtherBytesIsNotInstalled() {
    index.forget("gone");
    index.publish("gone", PythonArchive.wheel("gone", "1.0", Map.of("gone.py", "import evil\n")));
    try (FreshVm b = teammate()) {
      VmResult refused = Machines.envsnap(b, "restore --only pip:gone").expect(4);
      assertThat(refused.errorText()).contains("SHA-256");
      Machines.envsnap(b, "restore --relax --only pip:gone").expect(4);
      b.sh("pip freeze | grep gone").expect(1);
    }
  }

  @Test
  @PlayedElsewhere
  void whatWasAskedForIsResolvedAnewWhereThatIsAllowedAndEachDifferenceIsNamed() {
    index.forget("gone");
    index.publish("gone", PythonArchive.wheelNeeding("gone", "2.0", "fresh"));
    publish("fresh", "1.0");
    index.forget("lib");
    publish("lib", "1.5");
    publish("lib", "2.0");
    try (FreshVm b = teammate()) {
      b.sh(
              "cd /content && sed -i '/content\\/flat,/s/version: [^,]*/version: %s/' *.yaml"
                  .formatted("f".repeat(40)))
          .expect(0);
      assertThat(Machines.envsnap(b, "restore").expect(4).errorText())
          .contains("3 of", "pip gone", "pip lib", "does not have commit", "--relax");
      VmResult relaxed = Machines.envsnap(b, "restore --relax").expect(3);
      assertThat(relaxed.errorText())
          .contains("is 2.0 here and was 1.0", "is 1.5 here and was 1.0")
          .contains("pip fresh", "1.0 came along", "here and was " + "f".repeat(40))
          .doesNotContain("is not installed", "is not restored");
      assertThat(b.sh("pip check && pip freeze").expect(0).lines())
          .contains("app==1.0", "lib==1.5", "gone==2.0", "fresh==1.0", "purelib==1.0");
      b.sh("git -C /content/flat status && test -e /content/flat/train.py").expect(0);
      String before = b.sh(STATE).text();
      Machines.envsnap(b, "restore --relax").expect(3);
      assertThat(b.sh(STATE).text()).isEqualTo(before);
    }
  }

  @Test
  @PlayedElsewhere
  void withoutANetworkNothingIsChangedAndEachEntryIsNamed() {
    try (FreshVm b = FreshVm.boot(new Machines(elsewhere).spec().cut())) {
      b.copyIn(lockfiles.resolve("envsnap.lock.yaml"), "/content/envsnap.lock.yaml");
      VmResult refused = Machines.envsnap(b, "restore").expect(4);
      assertThat(refused.errorText()).contains("Nothing was changed", "and ");
      b.sh("ls -d /content/proj /content/venv /content/vendor").expect(2);
    }
  }
}
