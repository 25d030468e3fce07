package io.envsnap.agent.tree;

import static io.envsnap.agent.tree.Bench.file;
import static io.envsnap.agent.tree.Bench.folder;
import static io.envsnap.agent.tree.Bench.hardLink;
import static io.envsnap.agent.tree.Bench.link;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever can write somewhere below the root must not gain anything from a restore. */
class PlantedLinkTest {
  @TempDir Path both;
  private Path outside;
  private Bench bench;

  @BeforeEach
  void open() throws IOException {
    Path root = Files.createDirectory(both.resolve("root"));
    outside = Files.createDirectory(both.resolve("outside"));
    Files.writeString(outside.resolve("precious"), "precious");
    bench = new Bench(root);
  }

  @AfterEach
  void nothingHappenedOutside() throws IOException {
    bench.close();
    assertThat(outside.toFile().list()).containsExactly("precious");
    assertThat(outside.resolve("precious")).hasContent("precious");
    assertThat(Files.getAttribute(outside.resolve("precious"), "unix:nlink")).isEqualTo(1);
  }

  private void plant(String path) throws IOException {
    Files.createSymbolicLink(bench.at(path), outside);
  }

  @Test
  void aLinkInPlaceOfAParentBlocksEveryWrite() throws IOException {
    Files.createDirectory(bench.at("/home"));
    plant("/home/user");
    String said = "`/home/user` is a symbolic link, not a folder: nothing is written through it";

    assertThatThrownBy(() -> bench.place("/home/user/evil", "x"))
        .isInstanceOf(BlockedPathException.class)
        .hasMessage(said);
    assertThatThrownBy(() -> bench.place("/home/user/deep/er/evil", "x")).hasMessage(said);
    assertThatThrownBy(() -> bench.writer().directory(folder("/home/user/evil", 0755)))
        .hasMessage(said);
    assertThatThrownBy(() -> bench.writer().symlink(link("/home/user/evil", "x"))).hasMessage(said);
    bench.place("/f", "x");
    assertThatThrownBy(() -> bench.writer().hardLink(hardLink("/home/user/evil", "/f")))
        .hasMessage(said);
    assertThatThrownBy(
            () ->
                bench
                    .writer()
                    .rewrite(
                        TreePath.of("/home/user/precious"),
                        Bench.bytes("evil"),
                        Bench.metadata(0644)))
        .isInstanceOfSatisfying(
            BlockedPathException.class,
            e -> assertThat(e.component()).isEqualTo(TreePath.of("/home/user")));
  }

  @Test
  void nothingIsRemovedThroughALink() throws IOException {
    plant("/l");

    assertThat(bench.writer().remove(TreePath.of("/l/precious"))).isFalse();
    assertThat(bench.writer().removeIfEmpty(TreePath.of("/l"))).isFalse();
    assertThat(bench.at("/l")).isSymbolicLink();
  }

  @Test
  void aLinkInPlaceOfAFileIsReplacedNotFollowed() throws IOException {
    Files.createSymbolicLink(bench.at("/f"), outside.resolve("precious"));

    bench.place("/f", "mine");

    assertThat(bench.at("/f")).isRegularFile().hasContent("mine");
  }

  @Test
  void aLinkInPlaceOfAFolderIsNoFolder() throws IOException {
    plant("/d");

    assertThatThrownBy(() -> bench.writer().directory(folder("/d", 0777)))
        .isInstanceOf(InTheWayException.class);
    assertThatThrownBy(() -> bench.writer().directoryTimes(List.of(folder("/d", 0777))))
        .isInstanceOf(InTheWayException.class);
  }

  @Test
  void metadataIsNotGivenToWhatALinkLeadsTo() throws IOException {
    Files.createSymbolicLink(bench.at("/f"), outside.resolve("precious"));
    String before = Files.getPosixFilePermissions(outside.resolve("precious")).toString();

    assertThatThrownBy(() -> bench.writer().metadata(file("/f", "precious", Bench.metadata(0777))))
        .isInstanceOf(IOException.class);
    assertThat(Files.getPosixFilePermissions(outside.resolve("precious"))).hasToString(before);
  }

  @Test
  void aLinkPlantedUnderTheTemporaryNameIsReplaced() throws IOException {
    FileDraft probe = bench.writer().create(file("/f", "x"));
    String temporary = bench.at("/").toFile().list()[0];
    probe.abort();
    Files.createSymbolicLink(bench.at("/" + temporary), outside.resolve("new"));

    bench.place("/f", "x");

    assertThat(bench.at("/f")).isRegularFile();
  }

  @Test
  void aFolderSwappedForALinkBetweenTwoWritesBlocksTheSecond() throws IOException {
    bench.place("/d/one", "x");
    Files.move(bench.at("/d"), bench.at("/moved"));
    plant("/d");

    assertThatThrownBy(() -> bench.place("/d/two", "y")).isInstanceOf(BlockedPathException.class);
    assertThat(bench.compare(file("/d/one", "x"))).isPresent();
  }

  @Test
  void aFolderSwappedWhileAFileIsWrittenLeadsNowhere() throws IOException {
    FileDraft draft = bench.writer().create(file("/d/f", "ab"));
    draft.write(ByteBuffer.wrap(Bench.bytes("a")));
    Files.move(bench.at("/d"), bench.at("/moved"));
    plant("/d");
    draft.write(ByteBuffer.wrap(Bench.bytes("b")));
    draft.commit();

    assertThat(bench.text("/moved/f")).isEqualTo("ab");
  }

  private void swapForALinkAndBack() {
    try {
      Files.move(bench.at("/d"), bench.at("/away"), StandardCopyOption.ATOMIC_MOVE);
      plant("/d");
      Files.delete(bench.at("/d"));
      Files.move(bench.at("/away"), bench.at("/d"), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException ignored) {
      // The writer made the folder meanwhile: the next round has it.
    }
  }

  @Test
  void aRaceOfSwapsNeverWritesOutside() throws Exception {
    Files.createDirectory(bench.at("/d"));
    AtomicBoolean over = new AtomicBoolean();
    Thread attacker =
        new Thread(
            () -> {
              while (!over.get()) {
                swapForALinkAndBack();
              }
            });
    attacker.start();
    int written = 0;
    // Until one gets through: the attacker may be asleep behind its link for as long as it likes.
    for (int i = 0; i < 500 || written == 0; i++) {
      // A new writer each time: nothing is open yet.
      try (TreeWriter writer =
          TreeWriter.open(bench.at("/"), OwnerLookup.of(bench.at("/")), path -> false)) {
        writer.create(file("/d/f" + i, "")).commit();
        written++;
      } catch (IOException ignored) {
        // The link was there: told, and nothing written.
      }
    }
    over.set(true);
    attacker.join();
  }

  @Test
  void readingAndComparingLookThroughNoLinkEither() throws IOException {
    plant("/l");
    Files.createSymbolicLink(bench.at("/f"), outside.resolve("precious"));

    assertThat(bench.compare(file("/l/precious", "precious")))
        .hasValueSatisfying(d -> assertThat(d.reason()).isEqualTo("is missing"));
    try (LocalTree tree = LocalTree.at(bench.at("/"))) {
      ContentReader contents = tree.contents();
      assertThatThrownBy(() -> contents.open(TreePath.of("/l/precious")))
          .isInstanceOf(NoSuchFileException.class);
      assertThatThrownBy(() -> contents.open(TreePath.of("/f")))
          .isInstanceOf(NoSuchFileException.class);
    }
  }
}
