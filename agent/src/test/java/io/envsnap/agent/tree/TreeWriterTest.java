package io.envsnap.agent.tree;

import static io.envsnap.agent.tree.Bench.file;
import static io.envsnap.agent.tree.Bench.folder;
import static io.envsnap.agent.tree.Bench.hardLink;
import static io.envsnap.agent.tree.Bench.link;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envsnap.spec.snapshot.TreeNode;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeWriterTest {
  @TempDir Path root;
  private Bench bench;

  @BeforeEach
  void open() throws IOException {
    bench = new Bench(root);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void writesAFileWithItsModeAndItsTimeToTheNanosecond() throws IOException {
    TreeNode.RegularFile file = file("/opt/tool", "hello", Bench.metadata(0751));
    bench.place(file, "hello");

    assertThat(bench.text("/opt/tool")).isEqualTo("hello");
    assertThat(bench.mode("/opt/tool")).isEqualTo("rwxr-x--x");
    assertThat(Files.getLastModifiedTime(bench.at("/opt/tool")).toInstant())
        .isEqualTo(Bench.LONG_AGO_INSTANT);
    assertThat(bench.compare(file)).isEmpty();
  }

  @Test
  void makesMissingParentsForEverybodyToEnter() throws IOException {
    bench.place("/a/b/c/file", "x");

    assertThat(bench.mode("/a")).isEqualTo("rwxr-xr-x");
    assertThat(bench.mode("/a/b/c")).isEqualTo("rwxr-xr-x");
  }

  @Test
  void takesBytesInPiecesFromDirectAndOtherBuffers() throws IOException {
    TreeNode.RegularFile file = file("/f", "abcdef");
    try (FileDraft draft = bench.writer().create(file)) {
      draft.write(ByteBuffer.wrap(Bench.bytes("xabx"), 1, 2));
      ByteBuffer direct = ByteBuffer.allocateDirect(16).put(Bench.bytes("..cdef")).flip();
      draft.write(direct.position(2));
      assertThat(direct.hasRemaining()).isFalse();
      draft.commit();
    }

    assertThat(bench.text("/f")).isEqualTo("abcdef");
    assertThat(bench.compare(file)).isEmpty();
  }

  @Test
  void keepsTheOldFileUntilTheNewOneIsWhole() throws IOException {
    bench.place("/f", "old");
    FileDraft draft = bench.writer().create(file("/f", "newer"));
    draft.write(ByteBuffer.wrap(Bench.bytes("new")));

    assertThat(bench.text("/f")).isEqualTo("old");
    assertThatThrownBy(draft::commit)
        .isInstanceOf(IOException.class)
        .hasMessage("`/f` got 3 of its recorded 5 bytes");
    assertThat(bench.text("/f")).isEqualTo("old");
    assertThat(root.toFile().list()).containsExactly("f");
  }

  @Test
  void refusesMoreBytesThanWereRecorded() throws IOException {
    FileDraft draft = bench.writer().create(file("/f", "ab"));

    assertThatThrownBy(() -> draft.write(ByteBuffer.wrap(Bench.bytes("abc"))))
        .hasMessage("`/f` got more than its recorded 2 bytes");
    assertThat(root.toFile().list()).isEmpty();
    assertThatThrownBy(draft::commit).hasMessageContaining("given up");
  }

  @Test
  void leavesNothingOfADraftThatIsGivenUp() throws IOException {
    FileDraft draft = bench.writer().create(file("/d/f", "ab"));
    draft.write(ByteBuffer.wrap(Bench.bytes("a")));
    draft.abort();
    draft.abort();

    assertThat(bench.at("/d").toFile().list()).isEmpty();
  }

  @Test
  void replacesWhatAKilledRunLeft() throws IOException {
    FileDraft killed = bench.writer().create(file("/f", "half of it"));
    killed.write(ByteBuffer.wrap(Bench.bytes("half")));

    bench.place("/f", "whole");

    assertThat(bench.text("/f")).isEqualTo("whole");
    assertThat(root.toFile().list()).containsExactly("f");
  }

  @Test
  void replacesAFileInUseWithoutChangingWhatItsReadersHave() throws IOException {
    bench.place("/lib.so", "old bytes");
    try (var reader = Files.newByteChannel(bench.at("/lib.so"))) {
      bench.place("/lib.so", "new");
      ByteBuffer seen = ByteBuffer.allocate(20);
      reader.read(seen);
      assertThat(seen.position()).isEqualTo(9);
    }
    assertThat(bench.text("/lib.so")).isEqualTo("new");
  }

  @Test
  void leavesOtherNamesOfAReplacedFileAlone() throws IOException {
    bench.place("/cache", "shared");
    Files.createLink(bench.at("/installed"), bench.at("/cache"));

    bench.place("/installed", "mine");

    assertThat(bench.text("/cache")).isEqualTo("shared");
  }

  @Test
  void refusesToPutAFileOrLinkWhereAFolderIs() throws IOException {
    Files.createDirectories(bench.at("/f/sub"));

    assertThatThrownBy(() -> bench.place("/f", "x"))
        .isInstanceOf(InTheWayException.class)
        .hasMessage("`/f` is a folder here and was none when it was recorded");
    assertThatThrownBy(() -> bench.writer().symlink(link("/f", "x")))
        .isInstanceOf(InTheWayException.class);
    assertThat(root.toFile().list()).containsExactly("f");
  }

  @Test
  void refusesToPutAFolderWhereAFileOrLinkIs() throws IOException {
    bench.place("/f", "x");
    bench.writer().symlink(link("/l", "f"));

    assertThatThrownBy(() -> bench.writer().directory(folder("/f", 0755)))
        .isInstanceOf(InTheWayException.class)
        .hasMessage("`/f` is no folder here and was one when it was recorded");
    assertThatThrownBy(() -> bench.writer().directory(folder("/l", 0755)))
        .isInstanceOf(InTheWayException.class);
    assertThatThrownBy(() -> bench.place("/", "x")).isInstanceOf(InTheWayException.class);
  }

  @Test
  void makesFoldersAndGivesThemTheirTimesLast() throws IOException {
    TreeNode.Directory folder = folder("/d", 01775);
    assertThat(bench.writer().directory(folder)).isTrue();
    assertThat(bench.writer().directory(folder)).isFalse();
    bench.place("/d/f", "x");
    bench.writer().directoryTimes(List.of(folder));

    assertThat(bench.compare(folder)).isEmpty();
    assertThat(Files.getLastModifiedTime(bench.at("/d")).toInstant())
        .isEqualTo(Bench.LONG_AGO_INSTANT);
  }

  @Test
  void fillsAFolderThatMayNotBeWrittenInTheEnd() throws IOException {
    TreeNode.Directory folder = folder("/d", 0555);
    bench.writer().directory(folder);
    bench.place("/d/f", "x");
    bench.writer().directoryTimes(List.of(folder));

    assertThat(bench.mode("/d")).isEqualTo("r-xr-xr-x");
  }

  @Test
  void changesTheRootFolderItself() throws IOException {
    TreeNode.Directory folder = folder("/", 0711);
    assertThat(bench.writer().directory(folder)).isFalse();
    bench.writer().directoryTimes(List.of(folder));

    assertThat(bench.compare(folder)).isEmpty();
  }

  @Test
  void putsSymbolicLinksOverFilesAndLinks() throws IOException {
    bench.place("/x", "x");
    TreeNode.Symlink first = link("/x", "../somewhere/else");
    bench.writer().symlink(first);
    assertThat(bench.compare(first)).isEmpty();

    TreeNode.Symlink second = link("/x", "/absolute");
    bench.writer().symlink(second);
    assertThat(Files.readSymbolicLink(bench.at("/x"))).hasToString("/absolute");
    assertThat(
            Files.getLastModifiedTime(bench.at("/x"), LinkOption.NOFOLLOW_LINKS)
                .toInstant()
                .getEpochSecond())
        .isEqualTo(1_000_000_000L);
  }

  @Test
  void makesHardLinksAndMakesThemAgain() throws IOException {
    bench.place("/a/one", "x");
    TreeNode.HardLink link = hardLink("/b/two", "/a/one");
    bench.writer().hardLink(link);
    bench.writer().hardLink(link);

    assertThat(bench.compare(link)).isEmpty();
    assertThat(Files.getAttribute(bench.at("/a/one"), "unix:nlink")).isEqualTo(2);
    assertThat(bench.at("/b").toFile().list()).containsExactly("two");
  }

  @Test
  void refusesAHardLinkToWhatIsNoFile() throws IOException {
    bench.writer().symlink(link("/l", "elsewhere"));

    assertThatThrownBy(() -> bench.writer().hardLink(hardLink("/x", "/l")))
        .hasMessage("`/x` cannot be a name of `/l`: no file");
    assertThatThrownBy(() -> bench.writer().hardLink(hardLink("/x", "/none")))
        .hasMessageContaining("no file");
  }

  @Test
  void removesFilesAndEmptyFoldersOnly() throws IOException {
    bench.place("/d/e/f", "x");

    assertThat(bench.writer().remove(TreePath.of("/d/e"))).isFalse();
    assertThat(bench.writer().removeIfEmpty(TreePath.of("/d/e"))).isFalse();
    assertThat(bench.writer().removeIfEmpty(TreePath.of("/d/e/f"))).isFalse();
    assertThat(bench.writer().remove(TreePath.of("/d/e/f"))).isTrue();
    assertThat(bench.writer().remove(TreePath.of("/d/e/f"))).isFalse();
    assertThat(bench.writer().removeIfEmpty(TreePath.of("/d/e"))).isTrue();
    assertThat(bench.at("/d/e")).doesNotExist();
    assertThat(bench.writer().remove(TreePath.of("/none/at/all"))).isFalse();
  }

  @Test
  void writesIntoAFolderThatAnotherProgramRemovedAndMadeAgain() throws IOException {
    bench.place("/d/one", "x");
    Files.delete(bench.at("/d/one"));
    Files.delete(bench.at("/d"));
    bench.place("/d/two", "y");

    assertThat(bench.text("/d/two")).isEqualTo("y");
  }

  @Test
  void writesDeepIntoAFolderThatWasMadeAnew() throws IOException {
    bench.place("/d/e/one", "x");
    Files.delete(bench.at("/d/e/one"));
    Files.delete(bench.at("/d/e"));
    Files.delete(bench.at("/d"));
    bench.place("/d/e/two", "y");

    assertThat(bench.text("/d/e/two")).isEqualTo("y");
    assertThat(bench.writer().remove(TreePath.of("/d/e/two"))).isTrue();
  }

  @Test
  void rewritesASharedFile() throws IOException {
    bench.place("/etc/group", "root:x:0:\n");
    bench.writer().rewrite(TreePath.of("/etc/group"), Bench.bytes("new\n"), Bench.metadata(0640));

    assertThat(bench.text("/etc/group")).isEqualTo("new\n");
    assertThat(bench.mode("/etc/group")).isEqualTo("rw-r-----");
    bench.writer().sync();
  }

  @Test
  void correctsMetadataWithoutWritingBytesUnlessTheFileHasOtherNames() throws IOException {
    bench.place("/f", "x");
    TreeNode.RegularFile executable = file("/f", "x", Bench.metadata(0755));

    assertThat(bench.writer().metadata(executable)).isTrue();
    assertThat(bench.compare(executable)).isEmpty();

    Files.createLink(bench.at("/g"), bench.at("/f"));
    assertThat(bench.writer().metadata(file("/f", "x", Bench.metadata(0600)))).isFalse();
    assertThat(bench.mode("/g")).isEqualTo("rwxr-xr-x");
  }
}
