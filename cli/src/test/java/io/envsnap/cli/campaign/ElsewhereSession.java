package io.envsnap.cli.campaign;

import io.envsnap.cli.story.Leftovers;
import io.envsnap.cli.story.Machines;
import io.envsnap.testkit.archive.AptArchive;
import io.envsnap.testkit.archive.DebSpec;
import io.envsnap.testkit.fault.Fault;
import io.envsnap.testkit.fault.FaultLibrary;
import io.envsnap.testkit.fault.FaultMark;
import io.envsnap.testkit.index.PackageIndex;
import io.envsnap.testkit.index.PythonArchive;
import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.VmResult;
import io.envsnap.testkit.vm.VmSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A session of packages that apt and pip have to install on the next machine: rebuilt from the
 * snapshot, as the base has moved, or fetched from archive and index. One base and one moved base
 * are made for all rounds.
 */
final class ElsewhereSession implements AutoCloseable {
  /** Nobody waits for archives of the internet. */
  private static final String OWN_ALONE =
      "find /etc/apt/sources.list /etc/apt/sources.list.d -type f -delete; ";

  private static final String SOURCE =
      "echo \"deb [trusted=yes] $ARCHIVE stable main\" > /etc/apt/sources.list.d/cut.list"
          + " && apt-get update -qq -o Dir::Etc::sourcelist=sources.list.d/cut.list"
          + " -o Dir::Etc::sourceparts=- && ";
  private static final String NO_SOURCE = " && rm /etc/apt/sources.list.d/cut.list";
  private static final String POSTINST =
      """
      #!/bin/sh
      set -e
      id cutter >/dev/null 2>&1 || useradd --system --no-create-home cutter
      install -d -o cutter /var/lib/%1$s
      echo made > /var/lib/%1$s/state
      """;
  private static final String STATE = "/run/fault";
  private static final String JAVA =
      "java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -jar /opt/envsnap/envsnap.jar ";

  /** What has the moment in it at which it was made, or is left of the lock of a killed useradd. */
  private static final Pattern OF_A_MOMENT =
      Pattern.compile(
          "/var/(log|backups|cache)/.*|/var/lib/(apt|dpkg)/.*-old|/var/lib/apt/(lists|periodic)/.*"
              + "|.*/__pycache__/.*\\.pyc|/etc/(passwd|group|shadow|gshadow|subuid|subgid)(-|\\.\\d+)?"
              + "|/var/lib/dpkg/(lock.*|triggers/.*)|/etc/\\.pwd\\.lock|/run/.*");

  private final AptArchive archive = AptArchive.start();
  private final PackageIndex index = PackageIndex.start();
  private final Path store;
  private final Path lockfile;
  private final VmSpec spec;
  private final FreshVm image;
  private final FreshVm moved;

  ElsewhereSession(Path folder) throws IOException {
    this.store = Files.createDirectories(folder.resolve("store"));
    this.lockfile = folder.resolve("envsnap.lock.yaml");
    this.spec =
        new Machines(store)
            .spec()
            .share(FaultLibrary.folder(), "/opt/fault")
            .with("PIP_INDEX_URL", index.url())
            .with("ARCHIVE", archive.url());
    publish();
    image = FreshVm.boot(spec);
    image.sh(OWN_ALONE + SOURCE + install("basedep") + NO_SOURCE).expect(0);
    image.sh("pip install -q cutwheel==1.0").expect(0);
    image.powerCut();
    try (FreshVm a = FreshVm.boot(spec.over(image))) {
      run(a, "record --once -q --store /store").expect(0);
      a.sh(SOURCE + install("cutone cuttwo") + " && apt-mark -qq hold cuttwo").expect(0);
      a.sh("pip install -q cutwheel==2.0 cutmore").expect(0);
      run(a, "record --once -q --store /store").expect(0);
      a.copyOut("/content/envsnap.lock.yaml", lockfile);
    }
    archive.publish("main", DebSpec.program("basedep", "2.0"));
    moved = FreshVm.boot(spec.over(image));
    moved.sh(SOURCE + install("basedep=2.0") + NO_SOURCE).expect(0);
    moved.powerCut();
  }

  private static String install(String what) {
    return "apt-get install -y -qq " + what + " >/dev/null";
  }

  private void publish() {
    archive.publish("main", DebSpec.program("basedep", "1.0"));
    archive.publish("main", deb("cutlib", "basedep (>= 1.0)"));
    archive.publish("main", deb("cutone", "basedep (>= 1.0), cutlib"));
    archive.publish("main", deb("cuttwo", "basedep (>= 1.0)"));
    index.publish("cutwheel", wheel("cutwheel", "1.0", "old"));
    index.publish("cutwheel", wheel("cutwheel", "2.0", "new"));
    index.publish("cutmore", wheel("cutmore", "1.0", "more"));
  }

  private static DebSpec deb(String name, String depends) {
    Map<String, String> files = new TreeMap<>();
    for (int i = 0; i < 20; i++) {
      files.put("/usr/share/" + name + "/" + i, name + " " + i + "\n");
    }
    files.put("/etc/" + name + ".conf", "shipped\n");
    return new DebSpec(
        name,
        "1.0",
        "all",
        depends,
        files,
        Map.of("conffiles", "/etc/" + name + ".conf\n", "postinst", POSTINST.formatted(name)));
  }

  private static PythonArchive wheel(String name, String version, String stem) {
    Map<String, String> modules = new TreeMap<>();
    modules.put(name + "/__init__.py", "__version__ = '" + version + "'\n");
    for (int i = 0; i < 30; i++) {
      modules.put(name + "/" + stem + i + ".py", "value = " + i + "\n");
    }
    modules.put(
        name + "-" + version + ".dist-info/entry_points.txt",
        "[console_scripts]\n" + name + " = " + name + ":main\n");
    return PythonArchive.wheel(name, version, modules);
  }

  /** A machine with the moved base and the snapshot, and no network: rung 3. */
  FreshVm withTheSnapshot() {
    FreshVm b = FreshVm.boot(spec.over(image).over(moved).cut());
    b.copyIn(lockfile, "/content/team.yaml");
    // As if the Python of the session had been another: then wheels are rebuilt, as these are pure.
    b.sh(
            "sed -i -E '/abi: cpython/s/version: \"3\\.[0-9.]+\"/version: \"3.2.1\"/'"
                + " /content/team.yaml")
        .expect(0);
    return b;
  }

  /** A machine with the moved base, archive, index and the lockfile alone: rung 4. */
  FreshVm withTheLockfile() {
    FreshVm b = FreshVm.boot(spec.over(image).over(moved));
    b.copyIn(lockfile, "/content/team.yaml");
    b.sh("umount /store && rmdir /store 2>/dev/null; true");
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

  /** The phases of the last run with a fault. */
  Phases phases(FreshVm vm) {
    String[] words = vm.sh("od -An -tu8 -N16 " + STATE).expect(0).text().strip().split(" +");
    List<FaultMark> marks = FaultMark.parse(vm.sh("cat " + STATE + ".marks").expect(0).lines());
    return Phases.of(marks, Long.parseLong(words[0]));
  }

  /** What is on a machine's disk and what dpkg, apt and pip say of it, without any moment. */
  static SortedMap<String, String> state(FreshVm vm) {
    SortedMap<String, String> state = new TreeMap<>();
    DiskState.of(vm)
        .paths()
        .forEach(
            (path, fact) -> {
              if (!OF_A_MOMENT.matcher(path).matches() && !Leftovers.isLeftOut(path)) {
                state.put(path, fact.replaceFirst("(file \\d+ \\S+) \\S+", "$1"));
              }
            });
    String said =
        vm.sh(
                "dpkg-query -W -f '${Package} ${Version} ${Status}\\n'; apt-mark showhold;"
                    + " apt-mark showmanual; pip freeze --all; getent passwd cutter; ls /tmp;"
                    + " test ! -e /var/lib/envsnap/installing || echo scratch")
            .text();
    said.lines().forEach(line -> state.put("said: " + line, "yes"));
    return state;
  }

  /** One line for each thing on which two machines do not agree. */
  static List<String> differences(SortedMap<String, String> here, SortedMap<String, String> there) {
    Set<String> names = new TreeSet<>(here.keySet());
    names.addAll(there.keySet());
    return names.stream()
        .filter(name -> !Objects.equals(here.get(name), there.get(name)))
        .map(name -> name + ": " + here.get(name) + ", undisturbed " + there.get(name))
        .toList();
  }

  @Override
  public void close() {
    moved.close();
    image.close();
    index.close();
    archive.close();
  }
}
