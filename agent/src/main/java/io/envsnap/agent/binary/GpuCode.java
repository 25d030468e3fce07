package io.envsnap.agent.binary;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Reads for which NVIDIA cards a shared library carries code: {@code sm_75} for machine code,
 * {@code compute_75} for PTX. Only headers are read, so a library of a gigabyte takes some
 * milliseconds.
 *
 * <p>Compilers put fat binaries into the ELF sections {@code .nv_fatbin} and {@code
 * __nv_relfatbin}. NVIDIA documents the sections, not the layout of their headers; the latter is as
 * cuobjdump's output confirms it for CUDA 8 to 13. The suffix of architecture-specific code ({@code
 * sm_90a}) does not stand there: it is read as {@code sm_90}.
 */
public final class GpuCode {
  private static final long MAGIC = 0xba55ed50L;
  private static final int FATBIN_HEADER = 16;
  private static final int ENTRY_HEADER = 32;
  private static final int PTX = 1;
  private static final int MACHINE_CODE = 2;

  private final HeaderReader reader;
  private final SortedSet<String> targets = new TreeSet<>();

  private GpuCode(HeaderReader reader) {
    this.reader = reader;
  }

  /**
   * The targets of a file, sorted; none when it is no 64-bit little-endian ELF file or carries no
   * such code. A damaged file yields what stands before the damage.
   */
  public static SortedSet<String> in(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      GpuCode code = new GpuCode(new HeaderReader(channel));
      for (ElfSections.Section section : ElfSections.read(code.reader)) {
        if (section.name().equals(".nv_fatbin") || section.name().equals("__nv_relfatbin")) {
          code.section(section.offset(), section.offset() + section.size());
        }
      }
      return code.targets;
    }
  }

  private void section(long begin, long end) throws IOException {
    long at = begin;
    while (at >= begin && at + FATBIN_HEADER <= end) {
      long magic = reader.u32(at);
      if (magic != MAGIC) {
        // Fat binaries are aligned; between them lie zeros.
        at += 8;
        continue;
      }
      long header = reader.u16(at + 6);
      long size = reader.u64(at + 8);
      if (header < FATBIN_HEADER || size < 0 || size > end - at - header) {
        return;
      }
      entries(at + header, at + header + size);
      at += header + size;
    }
  }

  private void entries(long begin, long end) throws IOException {
    long at = begin;
    while (at + ENTRY_HEADER <= end) {
      int kind = reader.u16(at);
      long header = reader.u32(at + 4);
      long size = reader.u64(at + 8);
      long card = reader.u32(at + 28);
      if (header < ENTRY_HEADER || size < 0 || size > end - at - header) {
        return;
      }
      if (card >= 10 && card < 1000 && (kind == PTX || kind == MACHINE_CODE)) {
        targets.add((kind == PTX ? "compute_" : "sm_") + card);
      }
      at += header + size;
    }
  }
}
