package io.envsnap.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.testkit.index.PackageIndex;
import io.envsnap.testkit.index.PythonArchive;
import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.NeedsVm;
import io.envsnap.testkit.vm.VmResult;
import io.envsnap.testkit.vm.VmSpec;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Python packages that stand on those of an image which has moved since. */
@NeedsVm
@PlayedElsewhere
class PythonBaseIT {
  private static final String MOVED =
      "pip install -q numlike==2.0 bystander==2.0 && pip uninstall -qy deep";

  @TempDir private static Path store;
  @TempDir private static Path lockfiles;
  @TempDir private Path elsewhere;
  private static PackageIndex index;
  private static FreshVm image;
  private static FreshVm moved;
  private static VmSpec spec;
  private static List<String> state;

  @BeforeAll
  static void record() {
    index = PackageIndex.start();
    upstreamIsAsItWas();
    spec = new Machines(store).spec().with("PIP_INDEX_URL", index.url());
    image = FreshVm.boot(spec);
    image.sh("pip install -q numlike==1.0 bystander==1.0").expect(0);
    image.powerCut();
    try (FreshVm a = FreshVm.boot(spec.over(image))) {
      Machines.envsnap(a, "record --once -q --store /store");
      a.sh("pip install -q app==1.0").expect(0);
      state = a.sh("pip freeze").expect(0).lines();
      assertThat(state).contains("app==1.0", "numlike==1.0", "deep==1.0", "bystander==1.0");
      Machines.envsnap(a, "record --once -q --store /store").expect(0);
      a.copyOut("/content/envsnap.lock.yaml", lockfiles.resolve("envsnap.lock.yaml"));
    }
    moved = FreshVm.boot(spec.over(image));
    moved.sh(MOVED).expect(0);
    moved.powerCut();
  }

  @BeforeEach
  void upstreamHasEverything() {
    index.forgetAll();
    upstreamIsAsItWas();
  }

  private static void upstreamIsAsItWas() {
    for (String version : List.of("1.0", "2.0")) {
      index.publish("deep", PythonArchive.wheelNeeding("deep", version));
      index.publish("bystander", PythonArchive.wheelNeeding("bystander", version));
    }
    index.publish("numlike", PythonArchive.wheelNeeding("numlike", "1.0", "deep<2"));
    index.publish("numlike", PythonArchive.wheelNeeding("numlike", "2.0"));
    index.publish(
        "app",
        PythonArchive.wheelNeeding(
            "app", "1.0", "numlike<3", "absent; python_version<'3'", "bystander; extra=='more'"));
  }

  @AfterAll
  static void close() {
    moved.close();
    image.close();
    index.close();
  }

  private static FreshVm next() {
    return FreshVm.boot(spec.over(image).over(moved));
  }

  /** What the session had, on a base of which nothing else moved. */
  private static List<String> pinned() {
    return state.stream().map(line -> line.replace("bystander==1.0", "bystander==2.0")).toList();
  }

  @Test
  void whatHasMovedIsNamedFirstAndGetsItsRecordedVersionWhereThatIsAskedFor() {
    try (FreshVm b = next()) {
      String before = b.sh("pip freeze").text();
      VmResult plan = Machines.envsnap(b, "restore --dry-run --store /store").expect(0);
      assertThat(plan.errorText())
          .contains("the base has moved: pip deep is missing here and was 1.0 (app needs it)")
          .contains("the base has moved: pip numlike is 2.0 here and was 1.0 (app needs it)")
          .doesNotContain("bystander", "absent");
      assertThat(b.sh("pip freeze").text()).isEqualTo(before);
      VmResult restored = Machines.envsnap(b, "restore --store /store").expect(0);
      assertThat(restored.errorText()).contains("pip numlike is 2.0 here and was 1.0");
      assertThat(b.sh("pip freeze").lines()).contains("app==1.0", "numlike==2.0");
      assertThat(Machines.envsnap(b, "restore --pin-base --dry-run --store /store").text())
          .contains(" ~ pip numlike 2.0 -> 1.0 (of the base)", " ~ pip deep 1.0 (of the base)");
      VmResult pinned = Machines.envsnap(b, "restore --pin-base --store /store");
      assertThat(pinned.exit()).as(pinned.errorText()).isZero();
      assertThat(b.sh("pip freeze").lines()).containsExactlyElementsOf(pinned());
      b.sh("pip check && test ! -e /var/lib/envsnap/installing").expect(0);
      VmResult again = Machines.envsnap(b, "restore --pin-base --json --store /store").expect(0);
      assertThat(again.text()).contains("\"restored\":0,").doesNotContain("\"pin\"");
    }
  }

  @Test
  void theLockfileAloneKnowsTheBaseToo() {
    try (FreshVm b = FreshVm.boot(new Machines(elsewhere).spec().over(image).over(moved))) {
      b.copyIn(lockfiles.resolve("envsnap.lock.yaml"), "/content/envsnap.lock.yaml");
      VmResult restored =
          b.sh(
              "cd /content && PIP_INDEX_URL="
                  + index.url()
                  + " java -jar /opt/envsnap/envsnap.jar restore --pin-base");
      assertThat(restored.exit()).as(restored.errorText()).isZero();
      assertThat(restored.errorText()).contains("pip numlike is 2.0 here and was 1.0");
      assertThat(b.sh("pip freeze").lines()).containsExactlyElementsOf(pinned());
    }
  }

  @Test
  void uvPinsWhereItIsThere() {
    try (FreshVm b = next()) {
      b.sh(
              "python3 -m venv /opt/uv && env -u PIP_INDEX_URL /opt/uv/bin/pip install -q uv"
                  + " && ln -s /opt/uv/bin/uv /usr/bin")
          .expect(0);
      VmResult restored =
          b.sh(
              "cd /content && UV_DEFAULT_INDEX="
                  + index.url()
                  + " java -jar /opt/envsnap/envsnap.jar restore --pin-base --store /store");
      assertThat(restored.exit()).as(restored.errorText()).isZero();
      assertThat(b.sh("pip freeze").lines()).containsExactlyElementsOf(pinned());
      b.sh("grep -x uv /usr/local/lib/python3*/dist-packages/numlike-1.0.dist-info/INSTALLER")
          .expect(0);
    }
  }

  @Test
  void whatOfTheBaseCannotBeHadIsNamedAndAllElseComes() {
    index.forget("numlike");
    try (FreshVm b = next()) {
      VmResult restored = Machines.envsnap(b, "restore --pin-base --store /store").expect(3);
      assertThat(restored.errorText())
          .contains("`numlike==1.0` cannot be had, so the base keeps its own")
          .contains("the base was not pinned: pip numlike is 2.0 here and was 1.0");
      assertThat(b.sh("pip freeze").lines()).contains("app==1.0", "deep==1.0", "numlike==2.0");
    }
  }
}
