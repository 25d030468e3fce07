package io.envsnap.agent.tree;

import static io.envsnap.agent.tree.Bench.folder;
import static io.envsnap.agent.tree.Bench.link;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envsnap.agent.process.Command;
import io.envsnap.agent.process.CommandException;
import io.envsnap.agent.process.CommandResult;
import io.envsnap.agent.process.SystemCommands;
import io.envsnap.spec.lockfile.LeftOut;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeScanTest {
  private static final Timestamp FUTURE = new Timestamp(1L << 40, 0);

  @TempDir Path root;
  private Bench bench;
  private LocalTree tree;
  private String mounts = "";
  private final LeftOutRules rules =
      LeftOutRules.with(
          List.of(TreePath.of("/var/lib/envsnap")), path -> path.name().equals("token"));

  @BeforeEach
  void open() throws IOException {
    bench = new Bench(root);
    tree = LocalTree.at(root);
    for (String path : List.of("/etc/passwd", "/usr/bin/jq", "/opt/app/a", "/opt/app/b")) {
      bench.place(path, path);
    }
    bench.writer().directory(folder("/content", 0755));
  }

  @AfterEach
  void close() {
    tree.close();
    bench.close();
  }

  private TreeScan scan() {
    return new TreeScan(tree, new SystemCommands(), () -> mounts.getBytes(StandardCharsets.UTF_8));
  }

  private Inventory inventory() throws IOException {
    return inventory(scan(), List.of());
  }

  private Inventory inventory(TreeScan scan, List<TreePath> extraRoots) throws IOException {
    Timestamp start = new Timestamp(0, 0);
    return scan.both(new ScanRequest(start, Optional.empty(), rules, extraRoots)).inventory();
  }

  /** Begins a session: what comes later has a later change time. */
  private Timestamp begin() throws Exception {
    Thread.sleep(20);
    Files.writeString(root.resolve("stamp"), "x");
    Timestamp start = tree.status(TreePath.of("/stamp")).orElseThrow().ctime();
    Thread.sleep(20);
    return start;
  }

  private Changes changesSince(Timestamp start) throws IOException {
    return scan().scan(new ScanRequest(start, Optional.empty(), rules, List.of()));
  }

  private Changes changesAgainst(Inventory base, String... extraRoots) throws IOException {
    List<TreePath> extra = Arrays.stream(extraRoots).map(TreePath::of).toList();
    return scan().scan(new ScanRequest(FUTURE, Optional.of(base), rules, extra));
  }

  private static List<String> names(Iterable<TreePath> paths) {
    List<String> names = new ArrayList<>();
    paths.forEach(path -> names.add(path.value()));
    return names;
  }

  @Test
  void seesWhatChangedSinceTheSessionBeganWhateverItsTimeSays() throws Exception {
    Timestamp start = begin();
    bench.place("/usr/bin/new", "new");
    Files.setLastModifiedTime(bench.at("/usr/bin/new"), FileTime.fromMillis(0));
    bench.writer().symlink(link("/content/link", "../usr/bin/jq"));
    Files.createLink(bench.at("/content/jq"), bench.at("/usr/bin/jq"));

    Changes changes = changesSince(start);

    assertThat(names(changes.changed().keySet()))
        .containsExactly(
            "/content", "/content/jq", "/content/link", "/usr/bin", "/usr/bin/jq", "/usr/bin/new");
    assertThat(changes.deleted()).isEmpty();
    FileStatus link = changes.changed().get(TreePath.of("/content/link"));
    assertThat(link.target()).isEqualTo("../usr/bin/jq");
    FileStatus one = changes.changed().get(TreePath.of("/content/jq"));
    FileStatus other = changes.changed().get(TreePath.of("/usr/bin/jq"));
    assertThat(one.inode()).isEqualTo(other.inode());
    assertThat(one.links()).isEqualTo(2);
    for (TreePath path : changes.changed().keySet()) {
      assertThat(tree.status(path)).contains(changes.changed().get(path));
    }
  }

  @Test
  void tellsFoldersThatHoldSomethingOlderThanTheSession() throws Exception {
    bench.place("/content/old/file", "x");
    bench.place("/content/kept/.cache/file", "x");
    bench.place("/root/.cache/pip/file", "x");
    Timestamp start = begin();
    bench.place("/content/old/new", "x");
    bench.place("/content/made/new", "x");
    bench.place("/content/made/__pycache__/new.pyc", "x");
    bench.place("/root/new", "x");

    Changes changes = changesSince(start);

    assertThat(changes.touched(TreePath.of("/content/old"))).isTrue();
    assertThat(changes.holdsOlder(TreePath.of("/content/old"))).isTrue();
    assertThat(changes.holdsOlder(TreePath.of("/content/kept"))).isTrue();
    assertThat(changes.holdsOlder(TreePath.of("/root"))).isTrue();
    assertThat(changes.holdsOlder(TreePath.of("/content/made"))).isFalse();
    assertThat(changes.holdsOlder(TreePath.of("/content/made/__pycache__"))).isFalse();
  }

  @Test
  void aFolderThatIsNotWalkedIsOlderByItsOwnTime() throws Exception {
    bench.place("/content/old/data/file", "x");
    Timestamp start = begin();
    bench.place("/content/old/new", "x");
    bench.place("/content/made/data/file", "x");
    mounted("/content/old/data", "ext4", "ro");
    mounted("/content/made/data", "ext4", "ro");

    Changes changes = changesSince(start);

    assertThat(changes.touched(TreePath.of("/content/old/data"))).isFalse();
    assertThat(changes.holdsOlder(TreePath.of("/content/old"))).isTrue();
    assertThat(changes.touched(TreePath.of("/content/made/data"))).isFalse();
    assertThat(changes.holdsOlder(TreePath.of("/content/made"))).isFalse();
  }

  @Test
  void seesDeletionsAndChildrenOfARenamedFolderWithATakenBaseline() throws Exception {
    Inventory base = inventory();
    Files.move(bench.at("/opt/app"), bench.at("/opt/renamed"));
    Files.delete(bench.at("/etc/passwd"));

    Changes changes = changesAgainst(base);

    assertThat(names(changes.changed().keySet()))
        .containsExactly("/etc", "/opt", "/opt/renamed", "/opt/renamed/a", "/opt/renamed/b");
    assertThat(names(changes.deleted()))
        .containsExactly("/etc/passwd", "/opt/app", "/opt/app/a", "/opt/app/b");
  }

  @Test
  void seesAChangeEvenWhenTheClockStoodInTheWrongYear() throws Exception {
    Inventory base = inventory();
    Thread.sleep(20);
    bench.place("/usr/bin/jq", "other bytes");

    assertThat(names(changesAgainst(base).changed().keySet()))
        .containsExactly("/usr/bin", "/usr/bin/jq");
  }

  @Test
  void doesNotTakeAnImageFromTheFutureForTheSession() throws Exception {
    Inventory base = inventory();

    Changes changes =
        scan().scan(new ScanRequest(new Timestamp(0, 0), Optional.of(base), rules, List.of()));

    assertThat(changes.changed()).isEmpty();
  }

  @Test
  void seesNothingWhereNothingChanged() throws Exception {
    Changes changes = changesAgainst(inventory());

    assertThat(changes.changed()).isEmpty();
    assertThat(changes.deleted()).isEmpty();
    assertThat(changes.leftOut()).isEmpty();
    assertThat(changesSince(begin()).changed()).isEmpty();
  }

  @Test
  void leavesOutByRuleAndSaysSoWhereSomebodyWouldMissIt() throws Exception {
    Files.createDirectories(bench.at("/root/.cache/huggingface"));
    bench.place("/tmp/gone", "x");
    Inventory base = inventory();
    bench.place("/tmp/scratch", "x");
    bench.place("/var/lib/envsnap/state", "x");
    bench.place("/root/.bash_history", "secret");
    bench.place("/root/project/token", "secret");
    bench.place("/root/.cache/huggingface/a", "x".repeat(1 << 20));
    bench.place("/root/.cache/huggingface/b/c", "x".repeat(1 << 20));
    bench.place("/root/.cache/small/c", "x");
    bench.place("/root/.cache/pip/c", "x".repeat(2 << 20));
    Files.delete(bench.at("/tmp/gone"));

    Changes changes = changesAgainst(base);

    assertThat(names(changes.changed().keySet()))
        .containsExactly("/", "/root", "/root/project", "/var", "/var/lib");
    assertThat(changes.deleted()).isEmpty();
    assertThat(changes.leftOut())
        .containsExactly(
            new LeftOut("/root/.cache/huggingface", 2 << 20, "cache", ""),
            new LeftOut("/root/project/token", 6, "it may hold credentials", ""));
  }

  @Test
  void seesWhatIsLargeOnceWhereverItLies() throws Exception {
    bench.place("/usr/local/lib/a", "a");
    bench.place("/data/home/me/b", "b");
    bench.writer().symlink(link("/home", "data/home"));
    mounted("/opt", "ext4", "rw");
    Inventory base = inventory();
    bench.place("/usr/local/lib/c", "c");
    bench.place("/data/home/me/d", "d");
    bench.place("/opt/app/e", "e");
    Files.delete(bench.at("/usr/local/lib/a"));

    Changes changes = changesAgainst(base);

    assertThat(names(changes.changed().keySet()))
        .containsExactly("/data/home/me", "/data/home/me/d", "/usr/local/lib", "/usr/local/lib/c");
    assertThat(names(changes.deleted())).containsExactly("/usr/local/lib/a");
    assertThat(names(changes.mounts())).containsExactly("/opt");
  }

  @Test
  void aWalkThatFailsEndsTheOtherOne() {
    TreeScan scan =
        new TreeScan(
            tree,
            (command, separator, receiver) -> {
              if (command.words().contains("-prune")) {
                throw new CommandException("`find` is gone");
              }
              byte[] bytes = {0};
              receiver.record(bytes, 0, 0);
              return new CommandResult(0, new byte[0], "");
            },
            () -> new byte[0]);

    assertThatThrownBy(() -> inventory(scan, List.of())).hasMessageEndingWith("`find` is gone");
  }

  @Test
  void recordsNoPipesOrSockets() throws Exception {
    Inventory base = inventory();
    new SystemCommands()
        .require(Command.of("mkfifo", root.toRealPath().resolve("content/pipe").toString()));

    assertThat(names(changesAgainst(base).changed().keySet())).containsExactly("/content");
  }

  private void mounted(String point, String type, String options) throws IOException {
    mounts += "1 2 0:9 / " + root.toRealPath() + point + " " + options + " - " + type + " x rw\n";
  }

  @Test
  void walksNoMountButTheLocalWritableOneThatHoldsTheNotebook() throws Exception {
    for (String mount : List.of("drive", "input", "data", "work")) {
      bench.writer().directory(folder("/" + mount, 0755));
    }
    mounted("/drive", "fuse.drive", "rw");
    mounted("/input", "ext4", "ro,relatime");
    mounted("/data", "ext4", "rw,relatime");
    mounted("/work", "ext4", "rw,relatime");
    mounted("/sys", "sysfs", "rw");
    Inventory base = inventory(scan(), List.of(TreePath.of("/work")));
    for (String mount : List.of("drive", "input", "data", "work")) {
      bench.place("/" + mount + "/deep/file", "x");
    }

    assertThat(changesAgainst(base, "/drive", "/input").changed()).isEmpty();
    Changes changes = changesAgainst(base, "/work/deep", "/content");

    assertThat(names(changes.changed().keySet()))
        .containsExactly("/work", "/work/deep", "/work/deep/file");
    assertThat(names(changes.mounts())).containsExactly("/data", "/drive", "/input");
  }

  @Test
  void takesNothingForNewOrDeletedBecauseAMountCameOrWent() throws Exception {
    bench.place("/data/old", "x");
    Inventory unmounted = inventory();
    mounted("/data", "ext4", "rw");
    assertThat(changesAgainst(unmounted).deleted()).isEmpty();
    assertThat(changesAgainst(unmounted).changed()).isEmpty();

    Inventory whileMounted = inventory();
    mounts = "";
    assertThat(changesAgainst(whileMounted).deleted()).isEmpty();
    assertThat(names(changesAgainst(whileMounted).changed().keySet())).isEmpty();
  }

  @Test
  void recordsNoFileThatIsMountedOverAnother() throws Exception {
    mounted("/opt/app/a", "ext4", "rw");
    Inventory base = inventory();
    bench.place("/opt/app/a", "of the host");

    assertThat(base.contains(TreePath.of("/opt/app/a"))).isFalse();
    assertThat(names(changesAgainst(base).changed().keySet())).containsExactly("/opt/app");
  }

  @Test
  void takesNothingForDeletedThatCouldNotBeLookedAt() throws Exception {
    Inventory base = inventory();
    String walked = "d 755 0 0 4096 1.0000000000 1.0000000000 1 1 2 " + root.toRealPath() + "\0\0";
    TreeScan scan =
        new TreeScan(
            tree,
            (command, separator, receiver) -> {
              byte[] bytes = walked.getBytes(StandardCharsets.UTF_8);
              receiver.record(bytes, 0, bytes.length - 2);
              receiver.record(bytes, 0, 0);
              return new CommandResult(
                  1, new byte[0], "find: '" + realRoot() + "/opt': Input/output error\n");
            },
            () -> new byte[0]);

    Changes changes = scan.scan(new ScanRequest(FUTURE, Optional.of(base), rules, List.of()));

    assertThat(names(changes.deleted()))
        .contains("/etc/passwd")
        .doesNotContain("/opt", "/opt/app/a");
    assertThat(changes.leftOut())
        .containsExactly(new LeftOut("/opt", 0, "it cannot be read: Input/output error", ""));
  }

  private String realRoot() {
    return tree.root().toString();
  }

  @Test
  void saysWhyItCannotScan() {
    TreeScan without =
        new TreeScan(tree, new SystemCommands(Map.of("PATH", "/nowhere")), () -> new byte[0]);
    TreeScan cut =
        new TreeScan(
            tree,
            (command, separator, receiver) -> {
              throw new CommandException("`find` did not end within 600 seconds and was stopped");
            },
            () -> new byte[0]);

    assertThatThrownBy(() -> inventory(without, List.of()))
        .isInstanceOf(IOException.class)
        .hasMessage("`" + realRoot() + "` cannot be scanned: `find` is not installed");
    assertThatThrownBy(() -> inventory(cut, List.of()))
        .hasMessageEndingWith("did not end within 600 seconds and was stopped");
  }

  @Test
  void doesNotWaitForAMountThatHangs() throws Exception {
    mounted("/content", "fuse.drive", "rw");
    TreeScan scan =
        new TreeScan(
            tree,
            (command, separator, receiver) -> {
              assertThat(command.words()).containsExactly("stat", "--", realRoot() + "/content");
              throw new CommandException("`stat` did not end within 10 seconds and was stopped");
            },
            () -> mounts.getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> inventory(scan, List.of()))
        .hasMessage("`" + realRoot() + "` cannot be scanned: the mount `/content` does not answer");
  }

  @Test
  void scansTheRealRootWithoutStandingInItsWay() throws Exception {
    try (LocalTree real = LocalTree.at(Path.of("/"))) {
      Changes changes =
          new TreeScan(real, new SystemCommands())
              .scan(new ScanRequest(FUTURE, Optional.empty(), rules, List.of()));
      assertThat(changes.changed()).isEmpty();
    }
  }
}
