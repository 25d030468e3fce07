package io.envsnap.examples;

import io.envsnap.testkit.git.GitServer;
import io.envsnap.testkit.vm.BaseTree;
import io.envsnap.testkit.vm.FreshVm;
import io.envsnap.testkit.vm.VmResult;
import io.envsnap.testkit.vm.VmSpec;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Plays the whole story: a notebook's cells on a throw-away machine, {@code record}, power cut; on
 * the next machine, without network, {@code restore} and training; and on a third the cells again,
 * to compare.
 */
public final class MnistStory {
  private final Path checkout;
  private final Path store;
  private final PrintStream out;

  private MnistStory(Path checkout, Path store, PrintStream out) {
    this.checkout = checkout;
    this.store = store;
    this.out = out;
  }

  /** Takes the folder of the checkout. */
  public static void main(String[] words) throws IOException {
    Path store = Files.createTempDirectory("envsnap-mnist-store-");
    try (GitServer git = GitServer.start()) {
      new MnistStory(Path.of(words[0]).toAbsolutePath(), store, System.out).play(git);
    } finally {
      System.out.println("The store lies in " + store);
    }
  }

  private void play(GitServer git) throws IOException {
    Path example = checkout.resolve("examples/mnist");
    git.create(
        "digits-tutorial",
        Map.of(
            "train.py", Files.readString(example.resolve("train.py")),
            "settings.py", Files.readString(example.resolve("settings.py"))));
    String cells = Files.readString(example.resolve("cells.sh"));
    Map<String, String> world = Map.of("GIT_BASE", git.url());
    BaseTree base = BaseTree.WITH_JAVA;
    out.println("Making the base tree, once …");
    base.mounted();
    VmSpec spec =
        VmSpec.of(base)
            .share(checkout.resolve("cli/target"), "/opt/envsnap")
            .share(store, "/store");
    try (FreshVm first = FreshVm.boot(spec)) {
      step("first machine: the notebook's cells", () -> first.sh(cells, world));
      step("first machine: envsnap record", () -> envsnap(first, "record --once --store /store"));
      first.powerCut();
      out.println("first machine: power cut, everything is gone");
    }
    try (FreshVm next = FreshVm.boot(spec.cut())) {
      step(
          "next machine, no network: envsnap restore",
          () -> envsnap(next, "restore --store /store"));
      VmResult trained =
          step(
              "next machine, no network: training",
              () -> next.sh("cd /content/digits-tutorial && python3 train.py"));
      out.print(trained.text().replaceAll("(?m)^", "    "));
      next.sh("cd /content/digits-tutorial && git status --short && test -s network.png").expect(0);
    }
    try (FreshVm again = FreshVm.boot(spec)) {
      step("a third machine, to compare: the cells again", () -> again.sh(cells, world));
    }
  }

  private static VmResult envsnap(FreshVm vm, String arguments) {
    return vm.sh("cd /content && java -jar /opt/envsnap/envsnap.jar " + arguments);
  }

  private VmResult step(String title, Supplier<VmResult> work) {
    long began = System.nanoTime();
    VmResult result = work.get();
    double seconds = (System.nanoTime() - began) / 1e9;
    out.println(String.format(Locale.ROOT, "%6.1f s  %s", seconds, title));
    if (title.contains("envsnap")) {
      out.print(result.errorText().replaceAll("(?m)^", "    "));
    }
    return result.expect(0);
  }
}
