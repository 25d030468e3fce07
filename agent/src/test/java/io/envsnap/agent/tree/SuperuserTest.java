package io.envsnap.agent.tree;

import static io.envsnap.agent.tree.Bench.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envsnap.agent.disk.DiskFullException;
import io.envsnap.agent.disk.NotPermittedException;
import io.envsnap.agent.process.Command;
import io.envsnap.agent.process.CommandException;
import io.envsnap.agent.process.SystemCommands;
import io.envsnap.spec.snapshot.Metadata;
import io.envsnap.spec.snapshot.Owner;
import io.envsnap.spec.snapshot.TreeNode;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only the superuser can set, and small disks. */
class SuperuserTest {
  // cap_net_raw=ep, as `setcap` writes it on ping (VFS_CAP_REVISION_2).
  private static final Map<String, String> NET_RAW =
      Map.of("security.capability", "0100000200200000000000000000000000000000");
  private static final Owner STRANGER = new Owner("", 12_345, "", 23_456);

  @TempDir Path root;
  private Bench bench;
  private final SystemCommands commands = new SystemCommands();

  @BeforeEach
  void open() throws IOException {
    Bench.needsRoot("to give files away and to mount small disks");
    bench = new Bench(root);
  }

  @AfterEach
  void close() {
    if (bench != null) {
      bench.close();
    }
  }

  private static Metadata owned(int mode, Owner owner) {
    return new Metadata(mode, owner, Bench.LONG_AGO, new TreeMap<>());
  }

  private Object unix(String path, String attribute) throws IOException {
    return Files.getAttribute(bench.at(path), "unix:" + attribute, LinkOption.NOFOLLOW_LINKS);
  }

  @Test
  void keepsOwnersOfEverythingAndBitsThatChownTakes() throws IOException {
    TreeNode.RegularFile setuid = file("/bin/su", "su", owned(06755, STRANGER));
    bench.place(setuid, "su");
    TreeNode.Directory sticky =
        new TreeNode.Directory(TreePath.of("/spool"), owned(03770, STRANGER));
    bench.writer().directory(sticky);
    TreeNode.Symlink link =
        new TreeNode.Symlink(TreePath.of("/link"), owned(0777, STRANGER), "nowhere");
    bench.writer().symlink(link);

    assertThat((int) unix("/bin/su", "mode") & 07777).isEqualTo(06755);
    assertThat(unix("/bin/su", "uid")).isEqualTo(12_345);
    assertThat((int) unix("/spool", "mode") & 07777).isEqualTo(03770);
    assertThat(unix("/spool", "gid")).isEqualTo(23_456);
    assertThat(unix("/link", "uid")).isEqualTo(12_345);
    for (TreeNode node : new TreeNode[] {setuid, sticky, link}) {
      assertThat(bench.compare(node)).isEmpty();
    }
  }

  @Test
  void keepsCapabilitiesAndTakesThemAwayAgain() throws Exception {
    TreeNode.RegularFile ping =
        file("/bin/ping", "ping", Bench.with(owned(0755, STRANGER), NET_RAW));
    bench.place(ping, "ping");

    assertThat(commands.require(Command.of("getcap", bench.at("/bin/ping").toString())).text())
        .contains("cap_net_raw=ep");
    assertThat(bench.compare(ping)).isEmpty();
    try (LocalTree tree = LocalTree.at(root);
        OpenFile open = tree.contents().open(ping.path())) {
      assertThat(open.xattrs()).isEqualTo(NET_RAW);
    }

    TreeNode.RegularFile plain = file("/bin/ping", "ping", owned(0755, STRANGER));
    assertThat(bench.compare(plain))
        .hasValueSatisfying(d -> assertThat(d.reason()).isEqualTo("has other capabilities"));
    assertThat(bench.writer().metadata(plain)).isTrue();
    assertThat(bench.compare(plain)).isEmpty();
  }

  @Test
  void givesNoPowersToFilesThatAreNotTrustedWithThem() throws IOException {
    OwnerLookup owners = OwnerLookup.of(root);
    TreeNode.RegularFile file = file("/f", "x", Bench.with(owned(06755, Owner.ROOT), NET_RAW));
    try (TreeWriter careful = TreeWriter.open(root, owners, path -> false);
        TreeCompare compare = TreeCompare.of(root, owners, path -> false, DigestCache.empty())) {
      try (FileDraft draft = careful.create(file)) {
        draft.write(ByteBuffer.wrap(Bench.bytes("x")));
        draft.commit();
      }
      assertThat((int) unix("/f", "mode") & 07777).isEqualTo(0755);
      assertThat(compare.compare(file)).isEmpty();
    }
    assertThat(bench.compare(file))
        .hasValueSatisfying(d -> assertThat(d.reason()).isEqualTo("has mode 755 instead of 6755"));
  }

  @Test
  void givesFilesToTheUserOfThatNameWhateverTheNumber() throws IOException {
    Files.createDirectories(bench.at("/etc"));
    Files.writeString(bench.at("/etc/passwd"), "munge:x:103:104::/:/bin/false\n");
    Files.writeString(bench.at("/etc/group"), "munge:x:105:\n");
    OwnerLookup owners = OwnerLookup.of(root);
    Owner recorded = new Owner("munge", 100, "munge", 101);
    try (TreeWriter writer = TreeWriter.open(root, owners, path -> true)) {
      writer.rewrite(TreePath.of("/key"), Bench.bytes("x"), owned(0600, recorded));
      assertThat(unix("/key", "uid")).isEqualTo(103);
      assertThat(unix("/key", "gid")).isEqualTo(105);

      Files.writeString(bench.at("/etc/passwd"), "munge:x:999:104::/:/bin/false\n");
      owners.reload();
      writer.rewrite(TreePath.of("/key"), Bench.bytes("x"), owned(0600, recorded));
      assertThat(unix("/key", "uid")).isEqualTo(999);
    }
    try (LocalTree tree = LocalTree.at(root)) {
      assertThat(tree.status(TreePath.of("/key")))
          .hasValueSatisfying(
              status ->
                  assertThat(status.owner()).isEqualTo(new Owner("munge", 999, "munge", 105)));
    }
  }

  private void mount(String options) throws CommandException {
    commands.require(Command.of("mount", "-t", "tmpfs", "-o", options, "small", root.toString()));
  }

  private void unmount() throws CommandException {
    bench.close();
    commands.require(Command.of("umount", root.toString()));
  }

  @Test
  void leavesTheOldFileWhenTheDiskIsFull() throws Exception {
    mount("size=256k");
    bench.close();
    bench = new Bench(root);
    try {
      bench.place("/f", "old");
      TreeNode.RegularFile big = file("/f", "x".repeat(1 << 20));
      FileDraft draft = bench.writer().create(big);

      assertThatThrownBy(() -> draft.write(ByteBuffer.wrap(new byte[1 << 20])))
          .isInstanceOf(DiskFullException.class)
          .hasMessage("`/f` cannot be written: the disk is full");
      assertThat(bench.text("/f")).isEqualTo("old");
      assertThat(root.toFile().list()).containsExactly("f");
      bench.place("/f", "fits again");
    } finally {
      unmount();
    }
  }

  @Test
  void saysThatThereIsNoRoomForAnotherFile() throws Exception {
    mount("nr_inodes=3");
    bench.close();
    bench = new Bench(root);
    try {
      bench.place("/one", "1");
      bench.place("/two", "2");

      assertThatThrownBy(() -> bench.place("/three", "3")).isInstanceOf(DiskFullException.class);
      assertThatThrownBy(() -> bench.place("/d/four", "4")).isInstanceOf(DiskFullException.class);
    } finally {
      unmount();
    }
  }

  @Test
  void saysThatTheFileSystemIsReadOnly() throws Exception {
    mount("ro");
    bench.close();
    bench = new Bench(root);
    try {
      assertThatThrownBy(() -> bench.place("/f", "x"))
          .isInstanceOf(NotPermittedException.class)
          .hasMessage("`/f` cannot be written: its file system is read-only");
    } finally {
      unmount();
    }
  }

  @Test
  void saysThatSomethingIsMountedWhereAFileShallBe() throws Exception {
    bench.place("/f", "mine");
    bench.place("/g", "other");
    commands.require(
        Command.of("mount", "--bind", bench.at("/g").toString(), bench.at("/f").toString()));
    try {
      assertThatThrownBy(() -> bench.place("/f", "x"))
          .hasMessage("`/f` cannot be put in its place: something is mounted there");
      assertThat(bench.text("/g")).isEqualTo("other");
    } finally {
      commands.require(Command.of("umount", bench.at("/f").toString()));
    }
  }
}
