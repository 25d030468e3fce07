package io.envsnap.agent.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdInputStream;
import io.envsnap.spec.snapshot.Metadata;
import io.envsnap.spec.snapshot.Owner;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreePath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
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
    InputStream failing =
        new SequenceInputStream(
            new ByteArrayInputStream(good),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("the disk failed");
              }

              @Override
              public int read(byte[] bytes, int from, int count) throws IOException {
                return read();
              }
            });
    try (FrameCompressor compressor = new FrameCompressor();
        PackWriter pack = new PackWriter(spool, 1 << 20, compressor)) {
      assertThatThrownBy(() -> pack.add(TreePath.of("/bad"), METADATA, 500_000, failing))
          .hasMessage("the disk failed");
      pack.add(TreePath.of("/good"), METADATA, good.length, new ByteArrayInputStream(good));
      pack.finish();
      try (TarArchiveInputStream tar =
          new TarArchiveInputStream(new ZstdInputStream(Files.newInputStream(spool)))) {
        assertThat(next(tar)).isEqualTo("bad 500000");
        assertThat(next(tar)).isEqualTo("good 3000");
        assertThat(tar.readAllBytes()).isEqualTo(good);
      }
    }
  }

  private static String next(TarArchiveInputStream tar) throws IOException {
    TarArchiveEntry entry = tar.getNextEntry();
    return entry.getName() + " " + entry.getSize();
  }
}
