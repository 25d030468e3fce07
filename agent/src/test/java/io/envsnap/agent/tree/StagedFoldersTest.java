package io.envsnap.agent.tree;

import static io.envsnap.agent.tree.Bench.file;
import static io.envsnap.agent.tree.Bench.folder;
import static io.envsnap.agent.tree.Bench.hardLink;
import static io.envsnap.agent.tree.Bench.link;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envsnap.spec.snapshot.TreeNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagedFoldersTest {
  private final TreeNode.Directory opt = folder("/opt", 0755);
  private final TreeNode.Directory tool = folder("/opt/tool", 0750);
  private final TreeNode.Directory lib = folder("/opt/tool/lib", 0755);
  private final TreeNode.RegularFile data = file("/opt/tool/lib/data", "data");
  @TempDir Path root;
  private Bench bench;
  private StagedFolders staged;

  @BeforeEach
  void open() throws IOException {
    Files.createDirectory(root.resolve("opt"));
    reopen();
  }

  private void reopen() throws IOException {
    bench = new Bench(root);
    staged = bench.writer().staging();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private List<String> names(String folder) throws IOException {
    try (Stream<Path> all = Files.list(bench.at(folder))) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aNewFolderIsSeenWithAllThatIsInItOrNotAtAll() throws IOException {
    assertThat(staged.stage(List.of(opt, tool, lib))).containsExactly(opt, lib);
    bench.writer().directory(lib);
    bench.place(data, "data");
    bench.writer().symlink(link("/opt/tool/link", "lib/data"));
    bench.writer().hardLink(hardLink("/opt/tool/twice", "/opt/tool/lib/data"));
    assertThat(bench.at("/opt/tool")).doesNotExist();
    assertThat(names("/opt")).hasSize(1).allMatch(TemporaryName::isOne);

    staged.unveil(List.of(tool, lib, data));

    assertThat(names("/opt")).containsExactly("tool");
    assertThat(bench.compare(tool)).isEmpty();
    assertThat(bench.compare(lib)).isEmpty();
    assertThat(bench.compare(data)).isEmpty();
    assertThat(bench.compare(hardLink("/opt/tool/twice", "/opt/tool/lib/data"))).isEmpty();
    assertThat(bench.at("/opt/tool/link")).isSymbolicLink();
  }

  @Test
  void whatFollowsIsWrittenBesideItsPlaceAgain() throws IOException {
    staged.stage(List.of(tool));
    staged.unveil(List.of(tool));
    FileDraft draft = bench.writer().create(file("/opt/tool/late", "late"));
    draft.write(ByteBuffer.wrap(Bench.bytes("late")));

    assertThat(names("/opt/tool")).hasSize(1).allMatch(TemporaryName::isOne);
    draft.commit();
    assertThat(names("/opt/tool")).containsExactly("late");
  }

  @Test
  void anotherThreadWritesIntoTheSameFolder() throws IOException {
    staged.stage(List.of(tool));
    try (FileDraft draft = bench.writer().another().create(file("/opt/tool/f", "f"))) {
      draft.write(ByteBuffer.wrap(Bench.bytes("f")));
      draft.commit();
    }
    assertThat(bench.at("/opt/tool")).doesNotExist();
    staged.unveil(List.of(tool));
    assertThat(bench.text("/opt/tool/f")).isEqualTo("f");
  }

  @Test
  void aFolderThatIsThereIsNotStagedNorOneWhoseNameBeginsTheSame() throws IOException {
    TreeNode.Directory beside = folder("/opt/tool-box", 0755);
    Files.createDirectory(bench.at("/opt/tool-box"));
    assertThat(staged.stage(List.of(tool, beside, lib))).containsExactly(beside, lib);
  }

  @Test
  void nothingIsStagedInAStagedFolderWhateverStandsBetweenThemInTheOrder() throws IOException {
    TreeNode.Directory beside = folder("/opt/tool-box", 0755);
    TreeNode.Directory deep = folder("/opt/tool/lib/deep", 0755);
    List<TreeNode> all = List.of(tool, beside, lib, deep);

    assertThat(staged.stage(List.of(tool, beside, lib, deep))).containsExactly(lib, deep);
    bench.writer().directory(lib);
    bench.writer().directory(deep);
    staged.unveil(all);

    assertThat(names("/opt")).containsExactly("tool", "tool-box");
    assertThat(names("/opt/tool/lib")).containsExactly("deep");
  }

  @Test
  void whatAKilledRunHadWrittenIsNotMissingAndWhatItHadHalfWrittenIs() throws IOException {
    TreeNode.RegularFile half = file("/opt/tool/half", "half");
    TreeNode.RegularFile never = file("/opt/tool/never", "never");
    TreeNode.RegularFile elsewhere = file("/opt/elsewhere", "x");
    staged.stage(List.of(tool));
    bench.place(data, "data");
    FileDraft draft = bench.writer().create(half);
    draft.write(ByteBuffer.wrap(Bench.bytes("ha")));
    bench.close();

    reopen();
    staged.stage(List.of(tool));
    assertThat(staged.missing(List.of(data, half, never, elsewhere)))
        .containsExactly(half, never, elsewhere);
    bench.place(half, "half");
    staged.unveil(List.of(tool, data, half));

    assertThat(names("/opt")).containsExactly("tool");
    assertThat(bench.compare(data)).isEmpty();
    assertThat(bench.compare(half)).isEmpty();
  }

  @Test
  void nothingIsReadWhereNoRunWasKilled() throws IOException {
    staged.stage(List.of(tool));
    List<TreeNode.RegularFile> files = List.of(data);
    assertThat(staged.missing(files)).isSameAs(files);
  }

  @Test
  void aFolderThatSomebodyMadeMeanwhileGetsWhatBelongsInIt() throws IOException {
    TreeNode.RegularFile theirs = file("/opt/tool/theirs", "ours");
    TreeNode.Symlink link = link("/opt/tool/link", "x");
    staged.stage(List.of(tool));
    bench.writer().directory(lib);
    bench.place(data, "data");
    bench.place(theirs, "ours");
    bench.writer().symlink(link);
    Files.createDirectories(bench.at("/opt/tool/lib"));
    Files.writeString(bench.at("/opt/tool/theirs"), "theirs");
    Files.writeString(bench.at("/opt/tool/kept"), "kept");

    staged.unveil(List.of(tool, lib, data, link, file("/opt/tool/unwritten", "x"), theirs));

    assertThat(names("/opt")).containsExactly("tool");
    assertThat(names("/opt/tool")).containsExactly("kept", "lib", "link", "theirs");
    assertThat(bench.compare(data)).isEmpty();
    assertThat(bench.text("/opt/tool/theirs")).isEqualTo("ours");
    assertThat(bench.text("/opt/tool/kept")).isEqualTo("kept");
  }

  @Test
  void aFileThatSomebodyPutInItsPlaceIsNotReplaced() throws IOException {
    staged.stage(List.of(tool));
    bench.place(data, "data");
    Files.writeString(bench.at("/opt/tool"), "theirs");

    assertThatThrownBy(() -> staged.unveil(List.of(tool, lib, data)))
        .isInstanceOf(InTheWayException.class);
    assertThat(bench.text("/opt/tool")).isEqualTo("theirs");
    assertThat(names("/opt")).containsExactly("tool");
  }

  @Test
  void aLinkPlantedInItsPlaceIsNotFollowed() throws IOException {
    Path outside = Files.createDirectory(root.resolve("outside"));
    staged.stage(List.of(tool));
    bench.place(data, "data");
    Files.createSymbolicLink(bench.at("/opt/tool"), outside);

    assertThatThrownBy(() -> staged.unveil(List.of(tool, lib, data)))
        .isInstanceOf(InTheWayException.class);
    assertThat(outside.toFile().list()).isEmpty();
    assertThat(Files.isSymbolicLink(bench.at("/opt/tool"))).isTrue();
  }

  @Test
  void aLinkPlantedUnderTheTemporaryNameIsReplaced() throws IOException {
    Path outside = Files.createDirectory(root.resolve("outside"));
    Files.createSymbolicLink(bench.at(TemporaryName.pathOf(tool.path()).toString()), outside);

    staged.stage(List.of(tool));
    bench.place(data, "data");
    staged.unveil(List.of(tool, lib, data));

    assertThat(outside.toFile().list()).isEmpty();
    assertThat(names("/opt")).containsExactly("tool");
    assertThat(bench.compare(tool)).isEmpty();
    assertThat(bench.text("/opt/tool/lib/data")).isEqualTo("data");
  }

  @Test
  void aFileThatGetsTooFewBytesIsNotThere() throws IOException {
    staged.stage(List.of(tool));
    FileDraft draft = bench.writer().create(data);
    draft.write(ByteBuffer.wrap(Bench.bytes("da")));
    assertThatThrownBy(draft::commit).isInstanceOf(IOException.class);
    staged.unveil(List.of(tool, lib));
    assertThat(names("/opt/tool/lib")).isEmpty();
  }
}
