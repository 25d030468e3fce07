package io.envsnap.agent.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdInputStream;
import io.envsnap.spec.snapshot.Metadata;
import io.envsnap.spec.snapshot.Owner;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackWriterTest {
  private static final Metadata METADATA =
      new Metadata(0644, Owner.ROOT, new Timestamp(0, 0), new TreeMap<>());

  @TempDir private Path folder;

  @Test
  void aSourceThatFailsInTheMiddleLeavesThePackReadable() throws Exception {
    Path spool = folder.resolve("pack");
    byte[] good = Tree.noise(1, 3000);
    ContentSource half = ContentSource.of(ByteBuffer.wrap(good));
    AtomicInteger asked = new AtomicInteger();
    ContentSource failing =
        () -> {
          if (asked.getAndIncrement() > 0) {
            throw new IOException("the disk failed");
          }
          return half.next();
        };
    try (FrameCompressor compressor = new FrameCompressor();
        PackWriter pack = new PackWriter(spool, 1 << 20, compressor)) {
      assertThatThrownBy(() -> pack.add(TreePath.of("/bad"), METADATA, 500_000, failing))
          .hasMessage("the disk failed");
      pack.add(
          TreePath.of("/good"), METADATA, good.length, ContentSource.of(ByteBuffer.wrap(good)));
      pack.finish();
      try (TarArchiveInputStream tar =
          new TarArchiveInputStream(new ZstdInputStream(Files.newInputStream(spool)))) {
        assertThat(next(tar)).isEqualTo("bad 500000");
        assertThat(next(tar)).isEqualTo("good 3000");
        assertThat(tar.readAllBytes()).isEqualTo(good);
      }
    }
  }

  @Test
  void whatAUstarHeaderHasNoRoomOrNoLettersForIsReadAsItWas() throws Exception {
    String folders = "f".repeat(40) + "/";
    Metadata odd =
        new Metadata(
            04755,
            new Owner("\u00fcser", 3_000_000, "gr\u00f6up", 4_000_000),
            new Timestamp(1_700_000_000, 123_456_789),
            new TreeMap<>());
    List<TreePath> paths =
        List.of(
            TreePath.of("/short"),
            TreePath.of("/" + "n".repeat(99)),
            TreePath.of("/" + "n".repeat(100)),
            TreePath.of("/" + folders.repeat(2) + "n".repeat(99)),
            TreePath.of("/" + folders.repeat(2) + "n".repeat(100)),
            TreePath.of("/" + folders.repeat(3) + "f".repeat(30) + "/" + "n".repeat(99)),
            TreePath.of("/" + folders.repeat(3) + "f".repeat(31) + "/" + "n".repeat(99)),
            TreePath.of("/" + folders.repeat(3) + "f".repeat(32) + "/" + "n".repeat(99)),
            TreePath.of("/" + folders.repeat(3) + "f".repeat(33) + "/" + "n".repeat(99)),
            TreePath.of("/" + folders.repeat(6) + "name"),
            TreePath.of("/" + folders.repeat(7) + "name"),
            TreePath.of("/gr\u00fcn/\ud83d\ude00"),
            TreePath.of("/broken-\udcff"));
    Path spool = folder.resolve("pack");
    try (FrameCompressor compressor = new FrameCompressor();
        PackWriter pack = new PackWriter(spool, 1 << 20, compressor)) {
      for (TreePath path : paths) {
        for (Metadata metadata : List.of(METADATA, odd)) {
          pack.add(path, metadata, 3, ContentSource.of(ByteBuffer.wrap(new byte[] {1, 2, 3})));
        }
      }
      pack.finish();
      assertReadable(spool, paths, List.of(METADATA, odd));
    }
  }

  private static void assertReadable(Path pack, List<TreePath> paths, List<Metadata> kinds)
      throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new ZstdInputStream(Files.newInputStream(pack)))) {
      for (TreePath path : paths) {
        for (Metadata metadata : kinds) {
          TarArchiveEntry entry = tar.getNextEntry();
          assertThat(entry.getName()).isEqualTo(path.relative().replace("\udcff", "\\xff"));
          assertThat(entry.getMode() & 07777).isEqualTo(metadata.mode());
          assertThat(entry.getLongUserId()).isEqualTo(metadata.owner().uid());
          assertThat(entry.getLongGroupId()).isEqualTo(metadata.owner().gid());
          assertThat(entry.getUserName()).isEqualTo(metadata.owner().user());
          assertThat(entry.getGroupName()).isEqualTo(metadata.owner().group());
          assertThat(entry.getLastModifiedTime().toInstant().getEpochSecond())
              .isEqualTo(metadata.mtime().seconds());
          assertThat(tar.readAllBytes()).containsExactly(1, 2, 3);
        }
      }
      assertThat(tar.getNextEntry()).isNull();
    }
  }

  private static String next(TarArchiveInputStream tar) throws IOException {
    TarArchiveEntry entry = tar.getNextEntry();
    return entry.getName() + " " + entry.getSize();
  }
}
