package io.envsnap.agent.binary;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The section table of a 64-bit little-endian ELF file (elf(5)). */
final class ElfSections {
  private static final int MOST = 10_000;
  private static final int NAME = 64;

  private ElfSections() {}

  /**
   * One section.
   *
   * @param offset its first byte in the file
   * @param size in bytes
   */
  record Section(String name, long offset, long size) {}

  /** All sections; none when it is another kind of file. */
  static List<Section> read(HeaderReader reader) throws IOException {
    // 0x7f E L F, class 64, little endian
    if (reader.u32(0) != 0x464c457fL || reader.u8(4) != 2 || reader.u8(5) != 1) {
      return List.of();
    }
    long table = reader.u64(0x28);
    int size = reader.u16(0x3a);
    int count = reader.u16(0x3c);
    int names = reader.u16(0x3e);
    if (table <= 0 || size < 64 || count > MOST || names >= count) {
      return List.of();
    }
    long texts = reader.u64(table + (long) names * size + 24);
    List<long[]> headers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long at = table + (long) i * size;
      headers.add(new long[] {reader.u32(at), reader.u64(at + 24), reader.u64(at + 32)});
    }
    List<Section> sections = new ArrayList<>();
    for (long[] header : headers) {
      sections.add(new Section(reader.text(texts + header[0], NAME), header[1], header[2]));
    }
    return sections;
  }
}
