package io.envsnap.cli.story;

import io.envsnap.testkit.drive.DriveClock;
import io.envsnap.testkit.drive.DriveEmulator;
import io.envsnap.testkit.vm.BaseTree;
import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.VmResult;
import io.envsnap.testkit.vm.VmSpec;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Machines that have the built jar at hand, and a store that outlives them: a folder, or an
 * emulated Google Drive with {@code -Denvsnap.store=gdrive}.
 */
public final class Machines {
  private static final Path JAR = Path.of("target").toAbsolutePath();
  private static final boolean IN_DRIVE = "gdrive".equals(System.getProperty("envsnap.store"));
  private static final Map<Path, DriveEmulator> DRIVES = new ConcurrentHashMap<>();
  private static final String FOLDER = "/store";

  private final Path store;

  /** Machines that share that folder of the host as {@code /store}. */
  public Machines(Path store) {
    this.store = store;
  }

  /** A machine on the host's network, for a session. */
  public FreshVm first() {
    return FreshVm.boot(spec());
  }

  /** A machine that reaches nothing but its store, for a restore. */
  public FreshVm next() {
    return FreshVm.boot(cut(spec()));
  }

  /** What both of them are. */
  public VmSpec spec() {
    return spec(BaseTree.WITH_JAVA);
  }

  /** The same with another image. */
  VmSpec spec(BaseTree base) {
    VmSpec spec = VmSpec.of(base).share(JAR, "/opt/envsnap").share(store, FOLDER);
    if (!IN_DRIVE) {
      return spec;
    }
    DriveEmulator drive =
        DRIVES.computeIfAbsent(
            store, folder -> DriveEmulator.start(folder.resolve("drive"), DriveClock.running()));
    drive.machine("ada@example.com", "colab", "drive");
    return spec.with("ENVSNAP_DRIVE_ROOT_URL", drive.base())
        .with("GCE_METADATA_HOST", drive.base().substring("http://".length()).replace("/", ""));
  }

  /** A machine without network, where its store needs none. */
  static VmSpec cut(VmSpec spec) {
    return IN_DRIVE ? spec : spec.cut();
  }

  /** The store as the machines name it. */
  static String store() {
    return IN_DRIVE ? "gdrive:envsnap" : FOLDER;
  }

  /** Runs envsnap in the notebook's folder. */
  public static VmResult envsnap(FreshVm vm, String arguments) {
    return vm.sh(
        "cd /content && java -jar /opt/envsnap/envsnap.jar "
            + arguments.replace("--store " + FOLDER, "--store " + store()));
  }
}
