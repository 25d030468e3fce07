package io.envsnap.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.testkit.index.PackageIndex;
import io.envsnap.testkit.index.PythonArchive;
import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.NeedsVm;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody registers, in another index, the name of a package whose digest nobody recorded: the
 * same version, which pip prefers as it has a build number, and a newer one.
 */
@NeedsVm
@PlayedElsewhere
class NamesakeIT {
  /** As nobody could tell them, they are in the lockfile of a session that was not watched. */
  private static final String FORGET =
      "sed -i -E 's/, (url|sha256): [^,}]*//g' /content/envsnap.lock.yaml"
          + " && grep -c 'name: inner' /content/envsnap.lock.yaml";

  private static final String OWN =
      "test \"$(pip freeze)\" = \"$(printf 'inner==1.0\\nouter==1.0')\""
          + " && python3 -c 'import inner, outer; assert inner.OF == outer.OF == \"us\"'";

  @TempDir private Path store;
  @TempDir private Path lockfiles;
  @TempDir private Path elsewhere;
  private PackageIndex ours;
  private PackageIndex theirs;

  @BeforeEach
  void start() {
    ours = PackageIndex.start();
    theirs = PackageIndex.start();
    ours.publish("inner", wheel("inner", "1.0", "us"));
    theirs.publish("outer", wheel("outer", "1.0", "us"));
  }

  @AfterEach
  void close() {
    theirs.close();
    ours.close();
  }

  private static PythonArchive wheel(String name, String version, String of) {
    return PythonArchive.wheel(name, version, Map.of(name + ".py", "OF = '" + of + "'\n"));
  }

  private static PythonArchive preferred(String name, String version) {
    byte[] bytes = wheel(name, version, "them").bytes();
    return new PythonArchive(name + "-" + version + "-9-py3-none-any.whl", bytes);
  }

  private void recorded(String install) {
    try (FreshVm a = new Machines(store).first()) {
      Machines.envsnap(a, "record -q --store /store");
      a.sh(install, environment()).expect(0);
      Machines.envsnap(a, "record --once -q --store /store").expect(0);
      a.sh(FORGET).expect(0);
      a.copyOut("/content/envsnap.lock.yaml", lockfiles.resolve("envsnap.lock.yaml"));
    }
    theirs.publish("inner", preferred("inner", "1.0"));
    theirs.publish("inner", preferred("inner", "2.0"));
  }

  private Map<String, String> environment() {
    return Map.of("OURS", ours.url(), "THEIRS", theirs.url());
  }

  private FreshVm teammate() {
    FreshVm b = new Machines(elsewhere).first();
    b.copyIn(lockfiles.resolve("envsnap.lock.yaml"), "/content/envsnap.lock.yaml");
    return b;
  }

  @Test
  void onlyTheIndexThatItCameFromMayServeItWhateverElseIsSearchedHere() {
    recorded(
        "pip install -q --index-url $OURS inner==1.0 && pip install -q --index-url $THEIRS outer");
    try (FreshVm b = teammate()) {
      b.sh("pip config set --global global.extra-index-url $THEIRS", environment()).expect(0);
      b.sh("pip download -q --no-deps -d /tmp --index-url $OURS inner==1.0", environment())
          .expect(0);
      // Without envsnap's care it is theirs that would come.
      b.sh("rm /tmp/inner-1.0-9-py3-none-any.whl").expect(0);
      Machines.envsnap(b, "restore").expect(0);
      b.sh(OWN).expect(0);
      b.sh("pip uninstall -qy inner outer && pip config unset --global global.extra-index-url")
          .expect(0);
      b.sh(
              "python3 -m venv /opt/uv && /opt/uv/bin/pip install -q uv"
                  + " && ln -s /opt/uv/bin/uv /usr/bin")
          .expect(0);
      b.sh(
              "mkdir /etc/uv && echo \"index = [{url = \\\"$THEIRS\\\"}]\" > /etc/uv/uv.toml",
              environment())
          .expect(0);
      Machines.envsnap(b, "restore").expect(0);
      b.sh(OWN).expect(0);
      b.sh("grep -x uv /usr/local/lib/python3*/dist-packages/inner-1.0.dist-info/INSTALLER")
          .expect(0);
    }
  }

  @Test
  void whereSeveralWereSearchedNoneIsTakenThatMayBeSomebodyElses() {
    recorded("pip install -q --index-url $OURS --extra-index-url $THEIRS inner==1.0 outer");
    try (FreshVm b = teammate()) {
      assertThat(Machines.envsnap(b, "restore").expect(4).errorText())
          .contains("1 of", "pip inner", "each have one of that name, which differ");
      b.sh("test -z \"$(pip freeze)\"").expect(0);
      assertThat(Machines.envsnap(b, "restore --best-effort").expect(3).errorText())
          .contains("pip inner 1.0");
      b.sh("test \"$(pip freeze)\" = outer==1.0").expect(0);
      theirs.forget("inner");
      Machines.envsnap(b, "restore").expect(0);
      b.sh(OWN).expect(0);
      b.sh("pip uninstall -qy inner").expect(0);
      ours.close();
      theirs.publish("inner", preferred("inner", "1.0"));
      assertThat(Machines.envsnap(b, "restore").expect(4).errorText()).contains("pip inner");
      b.sh("test \"$(pip freeze)\" = outer==1.0").expect(0);
    }
  }
}
