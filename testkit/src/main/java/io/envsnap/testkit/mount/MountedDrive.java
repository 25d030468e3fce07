package io.envsnap.testkit.mount;

import io.envsnap.testkit.compile.CProgram;
import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.VmSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/**
 * A Google Drive that machines mount as Colab does. What a machine writes lies in its own cache and
 * dies with it, but for what a test lets arrive; the next machine sees only that.
 */
public final class MountedDrive {
  /** Where it is mounted. */
  public static final String POINT = "/content/drive";

  private static final CProgram PROGRAM =
      new CProgram(MountedDrive.class, "drivemount.c", "drivemount", List.of("-static"));

  /** Memory of the machine, which is no part of any session. */
  private static final String CACHE = "/run/drive";

  private final Path cloud;

  /** A Drive whose content lies in a folder of the host. */
  public MountedDrive(Path cloud) {
    this.cloud = cloud;
    try {
      Files.createDirectories(cloud.resolve("MyDrive"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A machine that can mount it. */
  public VmSpec on(VmSpec spec) {
    return spec.share(PROGRAM.folder(), "/run/drivemount").share(cloud, "/run/cloud");
  }

  /**
   * Mounts it.
   *
   * @param words what it cannot do, as {@code drivemount.c} lists them
   */
  public void mount(FreshVm vm, String... words) {
    vm.sh(
            "set -e; mkdir -p "
                + POINT
                + " && cp -a /run/cloud "
                + CACHE
                + "; test -e /dev/fuse || mknod /dev/fuse c 10 229; /run/drivemount/drivemount "
                + String.join(" ", List.of(CACHE, "/run/cloud", POINT))
                + " "
                + String.join(" ", words))
        .expect(0);
  }

  /** Lets files arrive that a machine has written, by their paths below My Drive. */
  public void arrive(FreshVm vm, Predicate<String> which) {
    List<String> files =
        vm.sh("cd " + CACHE + "/MyDrive && find . -type f -printf '%P\\n'").expect(0).lines();
    for (String file : files.stream().filter(which).toList()) {
      vm.exec(
              "sh",
              "-c",
              "cd " + CACHE + "/MyDrive && cp -p --parents \"$0\" /run/cloud/MyDrive",
              file)
          .expect(0);
    }
  }

  /** Its content, as it is at home. */
  public Path cloud() {
    return cloud.resolve("MyDrive");
  }
}
