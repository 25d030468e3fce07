package io.envsnap.agent.binary;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads which glibc a program or library asks for, by the versions of the symbols that it needs:
 * the section {@code .gnu.version_r}, as the Linux Standard Base describes it (Core, Symbol
 * Versioning).
 */
public final class GlibcNeed {
  private static final Pattern VERSION = Pattern.compile("GLIBC_2\\.([0-9]{1,4})(?:\\.[0-9]+)?");
  private static final int MOST = 10_000;
  private static final int NAME = 64;

  private GlibcNeed() {}

  /**
   * The second number of the newest version, such as 34 for 2.34; 0 when the file is no 64-bit
   * little-endian ELF file, or needs none. The first number is 2 since 1997.
   */
  public static int of(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      HeaderReader reader = new HeaderReader(channel);
      Map<String, ElfSections.Section> sections = new HashMap<>();
      for (ElfSections.Section section : ElfSections.read(reader)) {
        sections.put(section.name(), section);
      }
      ElfSections.Section needs = sections.get(".gnu.version_r");
      ElfSections.Section names = sections.get(".dynstr");
      return needs == null || names == null ? 0 : newest(reader, needs.offset(), names.offset());
    }
  }

  /** One record a library, and behind it one a version of it; each says how far the next is. */
  private static int newest(HeaderReader reader, long needs, long names) throws IOException {
    int newest = 0;
    long at = needs;
    for (int libraries = 0; libraries < MOST; libraries++) {
      int count = reader.u16(at + 2);
      long version = at + reader.u32(at + 8);
      for (int i = 0; i < count && i < MOST; i++) {
        String name = reader.text(names + reader.u32(version + 8), NAME);
        Matcher matcher = VERSION.matcher(name);
        if (matcher.matches()) {
          newest = Math.max(newest, Integer.parseInt(matcher.group(1)));
        }
        version += reader.u32(version + 12);
      }
      long next = reader.u32(at + 12);
      if (next == 0) {
        break;
      }
      at += next;
    }
    return newest;
  }
}
