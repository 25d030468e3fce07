package io.envsnap.agent.ecosystem.files;

import io.envsnap.agent.tree.LeftOutRules;

/**
 * How much of what nobody understands is recorded.
 *
 * @param fileBytes greatest size of one file
 * @param totalBytes greatest size of all files together
 */
record FileLimits(long fileBytes, long totalBytes) {
  private static final long MEBIBYTE = 1L << 20;

  /** 256 MiB each, 4 GiB together. */
  static final FileLimits USUAL = new FileLimits(LeftOutRules.FILE_LIMIT, LeftOutRules.TOTAL_LIMIT);

  /** {@code larger than 256 MiB}, or the like. */
  String fileReason() {
    return "larger than " + spoken(fileBytes);
  }

  /** {@code unclaimed files together exceed 4096 MiB}, or the like. */
  String totalReason() {
    return "unclaimed files together exceed " + spoken(totalBytes);
  }

  private static String spoken(long bytes) {
    return bytes % MEBIBYTE == 0 ? bytes / MEBIBYTE + " MiB" : bytes + " bytes";
  }
}
