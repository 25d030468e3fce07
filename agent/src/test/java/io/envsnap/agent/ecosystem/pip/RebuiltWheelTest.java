package io.envsnap.agent.ecosystem.pip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envsnap.agent.ecosystem.RecordedContent;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.Metadata;
import io.envsnap.spec.snapshot.Owner;
import io.envsnap.spec.snapshot.Placement;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreeNode;
import io.envsnap.spec.snapshot.TreePath;
import io.envsnap.testkit.index.PythonArchive;
import io.envsnap.testkit.vm.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A wheel made of what a real pip installed, installed again by it. */
class RebuiltWheelTest {
  private static final EntryKey KEY = PipEcosystem.key(TreePath.of("/x"), "demo");

  /** Prints all files below a prefix that a RECORD names, after checking each digest and size. */
  private static final String VERIFY =
      """
      import base64, csv, glob, hashlib, os, sys
      site, = glob.glob(sys.argv[1] + "/lib/python3*/site-packages")
      record, = glob.glob(site + "/demo_pack-1.0.dist-info/RECORD")
      for path, digest, size in csv.reader(open(record)):
          with open(os.path.join(site, path), "rb") as file: data = file.read()
          if digest:
              seen = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
              assert digest == "sha256=" + seen and int(size) == len(data), path
          mode = os.stat(os.path.join(site, path)).st_mode & 0o111
          if not path.endswith((".pyc", "RECORD", "direct_url.json")):
              print(path, bool(mode), hashlib.sha256(data.replace(b"/one/", b"/two/")).hexdigest())
      """;

  @TempDir private static Path root;

  @BeforeAll
  static void install() throws IOException {
    for (String name : List.of("one", "two")) {
      Programs.require("python3", "-m", "venv", root.resolve(name).toString());
    }
    PythonArchive wheel =
        PythonArchive.wheel(
            "demo_pack",
            "1.0",
            Map.of(
                "demo_pack/__init__.py", "def main():\n    print('main')\n",
                "demo_pack/a b.txt", "odd name\n",
                "demo_pack-1.0.data/scripts/demo-script", "#!python\nprint('script')\n",
                "demo_pack-1.0.data/data/share/demo/data.txt", "data\n",
                "demo_pack-1.0.dist-info/entry_points.txt",
                    "[console_scripts]\ndemo-main = demo_pack:main\n"));
    pip("one", Files.write(root.resolve(wheel.file()), wheel.bytes()));
  }

  private static void pip(String environment, Path wheel) {
    Programs.require(
        root.resolve(environment).resolve("bin/python").toString(),
        "-m",
        "pip",
        "-q",
        "--disable-pip-version-check",
        "install",
        "--no-index",
        "--no-deps",
        wheel.toString());
  }

  private static List<ClaimedNode> nodes() throws IOException {
    List<ClaimedNode> nodes = new ArrayList<>();
    try (Stream<Path> all = Files.walk(root.resolve("one"))) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        if (path.toString().contains("demo")) {
          TreePath at = TreePath.of("/" + root.relativize(path));
          Metadata plain =
              new Metadata(0644, Owner.ROOT, new Timestamp(0, 0), Collections.emptySortedMap());
          Digest digest = Digest.of(Files.readAllBytes(path));
          nodes.add(
              new ClaimedNode(
                  new TreeNode.RegularFile(at, plain, Files.size(path), digest),
                  KEY,
                  Placement.CONTENT));
        }
      }
    }
    return nodes;
  }

  private static RecordedContent content() {
    return (folder, nodes) -> {
      for (ClaimedNode claimed : nodes) {
        String path = claimed.node().path().value().substring(1);
        Files.createDirectories(folder.resolve(path).getParent());
        Files.copy(root.resolve(path), folder.resolve(path), StandardCopyOption.COPY_ATTRIBUTES);
      }
    };
  }

  private static TreePath site() throws IOException {
    try (Stream<Path> pythons = Files.list(root.resolve("one/lib"))) {
      Path python = pythons.findFirst().orElseThrow();
      return TreePath.of("/" + root.relativize(python.resolve("site-packages")));
    }
  }

  private static Path rebuilt(Path work) throws IOException {
    RebuiltWheel wheel = RebuiltWheel.of(site(), nodes()).orElseThrow();
    return wheel.make(content(), work, work);
  }

  @Test
  void pipInstallsTheSameFilesAndEachIsAsItsRecordSays(@TempDir Path work) throws IOException {
    Path wheel = rebuilt(work);
    assertThat(wheel.getFileName()).hasToString("demo_pack-1.0-py3-none-any.whl");
    pip("two", wheel);
    assertThat(verified("two")).isEqualTo(verified("one")).contains("demo-script", "data.txt");
    assertThat(Programs.require(root.resolve("two/bin/demo-main").toString()).output())
        .isNotEmpty();
  }

  private static String verified(String environment) {
    return new String(
        Programs.require("python3", "-c", VERIFY, root.resolve(environment).toString()).output(),
        StandardCharsets.UTF_8);
  }

  @Test
  void theSameSnapshotMakesTheSameWheel(@TempDir Path one, @TempDir Path two) throws IOException {
    assertThat(rebuilt(one)).hasSameBinaryContentAs(rebuilt(two));
  }

  @Test
  void whatLacksAFileIsNotMadeUp(@TempDir Path work) throws IOException {
    List<ClaimedNode> some =
        nodes().stream().filter(node -> !node.node().path().name().equals("data.txt")).toList();
    RebuiltWheel wheel = RebuiltWheel.of(site(), some).orElseThrow();
    assertThatThrownBy(() -> wheel.make(content(), work, work))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("data.txt");
  }
}
