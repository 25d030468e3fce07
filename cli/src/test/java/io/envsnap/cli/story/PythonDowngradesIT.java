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
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The next image has newer Python packages than the session, and others that want them. */
@PlayedElsewhere
@NeedsVm
class PythonDowngradesIT {
  private static final String NAMED =
      "this machine's needsnew 1.0 wants lib>=2, and 1.0 comes instead of 3.0";

  @TempDir private static Path store;
  @TempDir private static Path lockfiles;
  @TempDir private Path elsewhere;
  private static PackageIndex index;
  private static FreshVm image;

  @BeforeAll
  static void record() {
    index = PackageIndex.start();
    for (String version : List.of("1.0", "3.0")) {
      index.publish(
          "lib",
          PythonArchive.wheel("lib", version, Map.of("lib" + version.charAt(0) + ".py", "")));
    }
    index.publish("needsnew", PythonArchive.wheelNeeding("needsnew", "1.0", "lib>=2"));
    index.publish("content", PythonArchive.wheelNeeding("content", "1.0", "lib"));
    try (FreshVm a = new Machines(store).first()) {
      Machines.envsnap(a, "record -q --store /store");
      a.sh("pip install -q --index-url " + index.url() + " lib==1.0").expect(0);
      Machines.envsnap(a, "record --once -q --store /store").expect(0);
      a.copyOut("/content/envsnap.lock.yaml", lockfiles.resolve("envsnap.lock.yaml"));
    }
    image = FreshVm.boot(new Machines(store).spec());
    image.sh("pip install -q --index-url " + index.url() + " needsnew content").expect(0);
    image.powerCut();
  }

  @AfterAll
  static void close() {
    image.close();
    index.close();
  }

  /** The recorded version as a whole, and who wants another one is named once. */
  private static void restores(VmSpec spec, String restore) {
    try (FreshVm b = FreshVm.boot(spec)) {
      b.copyIn(lockfiles.resolve("envsnap.lock.yaml"), "/content/envsnap.lock.yaml");
      VmResult restored = Machines.envsnap(b, restore).expect(0);
      assertThat(restored.errorText()).containsOnlyOnce(NAMED).doesNotContain("content 1.0 wants");
      assertThat(b.sh("pip freeze").lines()).contains("lib==1.0", "needsnew==1.0", "content==1.0");
      b.sh("python3 -c 'import lib1' && ! python3 -c 'import lib3' 2>/dev/null").expect(0);
      assertThat(b.sh("pip check").expect(1).text())
          .contains("needsnew 1.0 has requirement lib>=2");
      VmResult again = Machines.envsnap(b, restore + " --json").expect(0);
      assertThat(again.text()).contains("\"restored\":0,").doesNotContain("wants");
    }
  }

  @Test
  void theRecordedVersionComesAndWhoWantsANewerOneIsNamed() {
    restores(new Machines(store).spec().over(image).cut(), "restore --store /store");
  }

  @Test
  void theLockfileAloneDoesTheSame() {
    restores(new Machines(elsewhere).spec().over(image), "restore");
  }
}
