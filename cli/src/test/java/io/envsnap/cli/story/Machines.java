package io.envsnap.cli.story;

import io.envsnap.testkit.vm.BaseTree;
import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.VmResult;
import io.envsnap.testkit.vm.VmSpec;
import java.nio.file.Path;

/** Machines that have the built jar at hand, and a store that outlives them. */
public final class Machines {
  private static final Path JAR = Path.of("target").toAbsolutePath();

  private final Path store;

  /** Machines that share that folder of the host as {@code /store}. */
  public Machines(Path store) {
    this.store = store;
  }

  /** A machine on the host's network, for a session. */
  public FreshVm first() {
    return FreshVm.boot(spec());
  }

  /** A machine that reaches nothing, for a restore. */
  public FreshVm next() {
    return FreshVm.boot(spec().cut());
  }

  /** What both of them are. */
  public VmSpec spec() {
    return VmSpec.of(BaseTree.WITH_JAVA).share(JAR, "/opt/envsnap").share(store, "/store");
  }

  /** Runs envsnap in the notebook's folder. */
  public static VmResult envsnap(FreshVm vm, String arguments) {
    return vm.sh("cd /content && java -jar /opt/envsnap/envsnap.jar " + arguments);
  }
}
