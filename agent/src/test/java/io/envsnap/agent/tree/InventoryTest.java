package io.envsnap.agent.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreePath;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InventoryTest {
  @TempDir Path folder;

  private static Inventory sample() {
    Map<String, Inventory.Mark> marks = new HashMap<>();
    marks.put("/", new Inventory.Mark('d', new Timestamp(1_700_000_000L, 1), 4096));
    marks.put("/a b\nc\udce9", new Inventory.Mark('f', new Timestamp(-3, 999_999_999), 1L << 40));
    marks.put("/l", new Inventory.Mark('l', new Timestamp(0, 0), 0));
    for (int i = 0; i < 3000; i++) {
      marks.put("/many/" + i, new Inventory.Mark('f', new Timestamp(i, i), i));
    }
    return new Inventory(marks, List.of(TreePath.of("/proc"), TreePath.of("/with space")));
  }

  private static byte[] written(Inventory inventory) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    InventoryFile.write(inventory, bytes);
    return bytes.toByteArray();
  }

  private static Inventory read(byte[] bytes) throws IOException {
    return InventoryFile.read(new ByteArrayInputStream(bytes));
  }

  private static byte[] gzipped(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void readsWhatItWrote() throws IOException {
    Path file = folder.resolve("inventory.gz");
    sample().save(file);
    Inventory read = Inventory.load(file);

    assertThat(read.marks()).isEqualTo(sample().marks());
    assertThat(read.unwatched()).isEqualTo(sample().unwatched());
    assertThat(read.contains(TreePath.of("/many/7"))).isTrue();
    assertThat(read.contains(TreePath.of("/many"))).isFalse();
    assertThat(read.size()).isEqualTo(3003);
    assertThat(written(read)).isEqualTo(Files.readAllBytes(file));
  }

  @Test
  void refusesACutOrChangedFile() throws IOException {
    byte[] whole = written(sample());
    for (int length : new int[] {0, 1, 9, 100, whole.length / 2, whole.length - 9}) {
      assertThatThrownBy(() -> read(Arrays.copyOf(whole, length)))
          .isInstanceOf(IOException.class)
          .hasMessage("the inventory of this machine's paths is damaged");
    }
    byte[] flipped = whole.clone();
    flipped[whole.length / 2] ^= 4;
    assertThatThrownBy(() -> read(flipped)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> read(gzipped("envsnap-inventory 1\0f 1.0 2 /x\0. 2\0")))
        .hasMessage("the inventory of this machine's paths is damaged");
    assertThatThrownBy(() -> read(gzipped("envsnap-inventory 1\0nonsense\0. 1\0")))
        .hasMessage("the inventory of this machine's paths is damaged");
  }

  @Test
  void refusesAnotherFormat() {
    assertThatThrownBy(() -> read(gzipped("envsnap-inventory 2\0. 0\0")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("another format than `envsnap-inventory 1`");
  }

  @Test
  void isSmall() throws IOException {
    assertThat(written(sample()).length).isLessThan(40_000);
  }
}
