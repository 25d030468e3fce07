package io.envsnap.agent.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdCompressCtx;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.store.dir.DirStore;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.Frame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A frame is decoded once its digest is right, whatever else it says of itself. */
class FrameReaderTest {
  private static final byte[] CONTENT =
      "the same again, ".repeat(5000).getBytes(StandardCharsets.US_ASCII);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 300, 70_000})
  void aFrameOfAnySizeIsReadWithAChecksumOfItsOwnAndWithout(int size) throws Exception {
    byte[] content = Arrays.copyOf(CONTENT, size);
    for (boolean checksum : new boolean[] {true, false}) {
      byte[] packed = compressed(content, checksum);
      assertThat(read(packed, Digest.of(packed), size)).isEqualTo(content);
    }
  }

  @Test
  void theDigestSpeaksForTheChecksumToo() throws Exception {
    byte[] packed = compressed(CONTENT, true);
    packed[packed.length - 1] ^= 1;
    assertThat(read(packed, Digest.of(packed), CONTENT.length)).isEqualTo(CONTENT);
  }

  @Test
  void aFlippedBitAnywhereIsFound() throws Exception {
    byte[] packed = compressed(CONTENT, true);
    Digest digest = Digest.of(packed);
    for (int at = 0; at < packed.length; at++) {
      byte[] flipped = packed.clone();
      flipped[at] ^= 0x10;
      assertThatThrownBy(() -> read(flipped, digest, CONTENT.length))
          .as("byte %d", at)
          .isInstanceOf(StoreException.Corrupt.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 4, 5, 8, 9})
  void aFrameThatIsShorterThanItsHeaderIsDamaged(int length) throws Exception {
    byte[] packed = Arrays.copyOf(compressed(CONTENT, true), length);
    assertThatThrownBy(() -> read(packed, Digest.of(packed), CONTENT.length))
        .isInstanceOf(StoreException.Corrupt.class);
  }

  private static byte[] compressed(byte[] content, boolean checksum) {
    try (ZstdCompressCtx context = new ZstdCompressCtx()) {
      context.setChecksum(checksum);
      return context.compress(content);
    }
  }

  private byte[] read(byte[] packed, Digest digest, int size) throws Exception {
    DirStore store = DirStore.open(folder.resolve("store"));
    Digest pack = Digest.of(new byte[] {1});
    Files.createDirectories(folder.resolve("store/packs"));
    Files.write(folder.resolve("store/packs/" + pack.hex() + ".tar.zst"), packed);
    try (FrameReader reader = new FrameReader(store)) {
      ByteBuffer raw = reader.read(pack, new Frame(0, packed.length, size, digest));
      byte[] bytes = new byte[raw.remaining()];
      raw.get(bytes);
      return bytes;
    }
  }
}
