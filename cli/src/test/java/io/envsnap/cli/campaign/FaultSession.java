package io.envsnap.cli.campaign;

import io.envsnap.cli.story.Machines;
import io.envsnap.testkit.archive.AptArchive;
import io.envsnap.testkit.archive.DebSpec;
import io.envsnap.testkit.fault.Fault;
import io.envsnap.testkit.fault.FaultLibrary;
import io.envsnap.testkit.fault.FaultMark;
import io.envsnap.testkit.index.PackageIndex;
import io.envsnap.testkit.index.PythonArchive;
import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.Programs;
import io.envsnap.testkit.vm.VmResult;
import io.envsnap.testkit.vm.VmSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A small session that has something of everything, and the machines on which it is recorded and
 * restored while things go wrong.
 */
final class FaultSession implements AutoCloseable {
  private static final String SESSION =
      """
      set -e
      echo "deb [trusted=yes] $ARCHIVE stable main" > /etc/apt/sources.list.d/faults.list
      apt-get update -qq -o Dir::Etc::sourcelist=sources.list.d/faults.list -o Dir::Etc::sourceparts=-
      apt-get install -y -qq faultdeb >/dev/null
      pip install -q faultwheel==2.0
      git init -q -b main /content/repo && cd /content/repo
      for i in $(seq 10); do echo $i > file$i; done
      git add . && git -c user.name=T -c user.email=t@example.invalid commit -qm first && echo x > untracked
      mkdir /content/data && cd /content/data
      for i in $(seq 60); do head -c 30000 /dev/urandom > f$i; done
      ln f1 second-name && ln -s f2 link && ln -s nowhere dangling
      mkdir -p deep/deeper /content/data.libs/deep
      for i in $(seq 5); do echo $i > deep/d$i && echo $i > deep/deeper/e$i && echo $i > /content/data.libs/deep/l$i; done
      """;
  private static final String MORE =
      "head -c 6M /dev/urandom > /content/data/big && echo more >> /content/data/f3";
  private static final String POSTINST =
      """
      #!/bin/sh
      set -e
      useradd --system --no-create-home faulty
      install -d -o faulty /var/lib/faultdeb
      echo 1 > /var/lib/faultdeb/state
      """;
  private static final String SLOW_POSTINST =
      """
      #!/bin/sh
      touch /run/at-work
      until [ -e /run/go ]; do sleep 0.1; done
      """;
  private static final PythonArchive SLOW_SOURCE =
      PythonArchive.sdist(
          "slowsource",
          "1.0",
          Map.of(
              "slowsource.py",
              "value = 1\n",
              "setup.py",
              """
              import os, time
              open("/run/at-work", "w").close()
              while not os.path.exists("/run/go"): time.sleep(0.1)
              from setuptools import setup
              setup(name="slowsource", version="1.0", py_modules=["slowsource"])
              """));
  private static final String STATE = "/run/fault";
  private static final String JAVA =
      "java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -jar /opt/envsnap/envsnap.jar ";

  private final AptArchive archive = AptArchive.start();
  private final PackageIndex index = PackageIndex.start();
  private final Path folder;
  private final Path store;
  private final VmSpec spec;

  FaultSession(Path folder) throws IOException {
    this.folder = folder;
    this.store = Files.createDirectories(folder.resolve("store"));
    this.spec = new Machines(store).spec().share(FaultLibrary.folder(), "/opt/fault");
    Map<String, String> files = new TreeMap<>();
    for (int i = 0; i < 40; i++) {
      files.put("/usr/share/faultdeb/" + i, "text " + i + "\n");
    }
    files.put("/etc/faultdeb.conf", "setting = 1\n");
    archive.publish(
        "main",
        new DebSpec(
            "faultdeb",
            "1.0",
            "all",
            "",
            files,
            Map.of("conffiles", "/etc/faultdeb.conf\n", "postinst", POSTINST)));
    for (int n = 1; n <= 3; n++) {
      archive.publish("main", slow("slow" + n));
    }
    index.publish("slowsource", SLOW_SOURCE);
    index.publish("faultwheel", wheel("1.0", "old"));
    index.publish("faultwheel", wheel("2.0", "new"));
  }

  private static DebSpec slow(String name) {
    Map<String, String> files = new TreeMap<>();
    for (int i = 0; i < 20; i++) {
      files.put("/usr/share/" + name + "/" + i, name + " " + i + "\n");
    }
    return new DebSpec(name, "1.0", "all", "", files, Map.of("postinst", SLOW_POSTINST));
  }

  private static PythonArchive wheel(String version, String stem) {
    Map<String, String> modules = new TreeMap<>();
    modules.put("faultwheel/__init__.py", "__version__ = '" + version + "'\n");
    for (int i = 0; i < 80; i++) {
      modules.put("faultwheel/" + stem + i + ".py", "value = " + i + "\n");
    }
    return PythonArchive.wheel("faultwheel", version, modules);
  }

  /** The store, as the host sees it; machines have it at {@code /store}. */
  Path store() {
    return store;
  }

  /**
   * A machine on which the session was done, which is the same session after a reboot. Its first
   * part is in the store already.
   */
  FreshVm recorded() {
    FreshVm a = FreshVm.boot(spec.with("PIP_INDEX_URL", index.url()));
    a.sh("touch /.dockerenv").expect(0);
    a.reboot();
    a.sh(SESSION, Map.of("ARCHIVE", archive.url())).expect(0);
    run(a, "record --once -q --store /store").expect(0);
    a.sh(MORE).expect(0);
    return a;
  }

  /** Site folder of a machine that has the wheel's other version. */
  Path otherVersion() {
    Path site = folder.resolve("other-site");
    try (FreshVm b = FreshVm.boot(spec)) {
      b.sh("pip install -q --index-url " + index.url() + " faultwheel==1.0").expect(0);
      b.sh("mkdir /run/site && cp -a /usr/local/lib/python3*/dist-packages/. /run/site").expect(0);
      b.copyOut("/run/site", site);
    }
    return site;
  }

  /** A machine without network, as it comes from the image. */
  FreshVm fresh() {
    return FreshVm.boot(spec.cut());
  }

  /** The same, with another version of a package on it. */
  FreshVm fresh(Path otherSite) {
    FreshVm b = fresh();
    b.sh("touch /.dockerenv").expect(0);
    b.copyIn(otherSite, "/run/site");
    b.sh("cp -a /run/site/. $(ls -d /usr/local/lib/python3*/dist-packages)/").expect(0);
    return b;
  }

  /** Runs envsnap without any fault. */
  VmResult run(FreshVm vm, String arguments) {
    return vm.sh("cd /content && exec " + JAVA + arguments);
  }

  /** Runs envsnap with a fault. */
  VmResult run(FreshVm vm, String arguments, Fault fault) {
    StringBuilder script = new StringBuilder("rm -f " + STATE + "*; cd /content && exec env");
    fault
        .environment("/opt/fault", STATE)
        .forEach((name, value) -> script.append(" '" + name + "=" + value + "'"));
    return vm.sh(script.append(" ").append(JAVA).append(arguments).toString());
  }

  /** Runs envsnap and kills it after that time. */
  VmResult runFor(FreshVm vm, String arguments, double seconds) {
    return vm.sh("cd /content && exec timeout -s KILL " + seconds + " " + JAVA + arguments);
  }

  /** What envsnap said while it was run with a fault, with the counts of that moment. */
  List<FaultMark> marks(FreshVm vm) {
    return FaultMark.parse(vm.sh("cat " + STATE + ".marks").expect(0).lines());
  }

  /** How many calls, and how many changes among them, the last run with a fault made. */
  long[] counts(FreshVm vm) {
    String text = vm.sh("od -An -tu8 -N16 " + STATE).expect(0).text().strip();
    String[] words = text.split(" +");
    return new long[] {Long.parseLong(words[0]), Long.parseLong(words[1])};
  }

  /** Keeps the store and what a machine knows of it, to be put back by {@link #rewind}. */
  void keep(FreshVm vm) {
    Programs.require("cp", "-a", store.toString(), folder.resolve("kept").toString());
    vm.sh("rm -rf /var/tmp/kept && cp -a /var/lib/envsnap /var/tmp/kept").expect(0);
    vm.sh("cp -a /content/envsnap.lock.yaml /var/tmp/kept.yaml").expect(0);
  }

  /** Puts the store and the machine's knowledge back. */
  void rewind(FreshVm vm) {
    try {
      String from = folder.resolve("kept") + "/.";
      Programs.require("find", store.toString(), "-mindepth", "1", "-delete");
      Programs.require("cp", "-a", from, store.toString());
      vm.sh(
              "rm -rf /var/lib/envsnap /tmp/* && cp -a /var/tmp/kept /var/lib/envsnap && cp -a"
                  + " /var/tmp/kept.yaml /content/envsnap.lock.yaml")
          .expect(0);
    } catch (UncheckedIOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    index.close();
    archive.close();
  }
}
