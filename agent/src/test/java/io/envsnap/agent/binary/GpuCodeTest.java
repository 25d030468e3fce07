package io.envsnap.agent.binary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GpuCodeTest {
  private static final int MACHINE_CODE = 2;
  private static final int PTX = 1;

  @TempDir private Path folder;

  @Test
  void readsForWhichCardsALibraryCarriesCode() throws IOException {
    byte[] first = fatbin(entry(MACHINE_CODE, 75, 5000), entry(MACHINE_CODE, 120, 64));
    byte[] second = fatbin(entry(MACHINE_CODE, 75, 0), entry(PTX, 120, 72));
    assertThat(GpuCode.in(library(".nv_fatbin", join(first, new byte[24], second))))
        .containsExactly("compute_120", "sm_120", "sm_75");
  }

  @Test
  void readsTheCodeOfLibrariesThatAreLinkedAtRunTime() throws IOException {
    assertThat(GpuCode.in(library("__nv_relfatbin", fatbin(entry(MACHINE_CODE, 90, 8)))))
        .containsExactly("sm_90");
  }

  @Test
  void anyOtherFileCarriesNone() throws IOException {
    assertThat(GpuCode.in(library(".text", fatbin(entry(MACHINE_CODE, 90, 8))))).isEmpty();
    assertThat(GpuCode.in(Files.writeString(folder.resolve("a.py"), "import torch\n"))).isEmpty();
    assertThat(GpuCode.in(Files.createFile(folder.resolve("empty.so")))).isEmpty();
    assertThat(GpuCode.in(Path.of(ProcessHandle.current().info().command().orElseThrow())))
        .isEmpty();
  }

  @Test
  void aDamagedFileYieldsNoNonsenseAndNoFailure() throws IOException {
    byte[] whole =
        Files.readAllBytes(
            library(".nv_fatbin", fatbin(entry(MACHINE_CODE, 75, 100), entry(PTX, 90, 100))));
    Random random = new Random(1);
    Path damaged = folder.resolve("damaged.so");
    for (int round = 0; round < 2000; round++) {
      byte[] bytes = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
      for (int flips = random.nextInt(4); flips > 0 && bytes.length > 0; flips--) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      Files.write(damaged, bytes);
      assertThat(GpuCode.in(damaged)).allMatch(word -> word.matches("(sm|compute)_\\d{2,3}"));
    }
  }

  private static byte[] entry(int kind, int card, int size) {
    byte[] bytes = new byte[64 + size];
    ByteBuffer entry = little(bytes);
    entry.putShort(0, (short) kind).putShort(2, (short) 0x101).putInt(4, 64);
    entry.putLong(8, size).putInt(28, card);
    return bytes;
  }

  private static byte[] fatbin(byte[]... entries) throws IOException {
    byte[] content = join(entries);
    byte[] bytes = new byte[16];
    ByteBuffer header = little(bytes);
    header.putInt(0, 0xba55ed50).putShort(4, (short) 1).putShort(6, (short) 16);
    header.putLong(8, content.length);
    return join(bytes, content);
  }

  private Path library(String section, byte[] content) throws IOException {
    byte[] names = ("\0" + section + "\0.shstrtab\0").getBytes(StandardCharsets.US_ASCII);
    int table = 64 + content.length + names.length;
    byte[] bytes = new byte[table + 3 * 64];
    ByteBuffer elf = little(bytes);
    elf.put(0, new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});
    elf.putLong(0x28, table).putShort(0x3a, (short) 64).putShort(0x3c, (short) 3);
    elf.putShort(0x3e, (short) 2);
    elf.put(64, content).put(64 + content.length, names);
    section(elf, table + 64, 1, 64, content.length);
    section(elf, table + 128, section.length() + 2, 64 + content.length, names.length);
    return Files.write(folder.resolve("lib" + section + ".so"), bytes);
  }

  private static void section(ByteBuffer elf, int at, int name, long offset, long size) {
    elf.putInt(at, name).putLong(at + 24, offset).putLong(at + 32, size);
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] join(byte[]... pieces) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      out.write(piece);
    }
    return out.toByteArray();
  }
}
