package io.envsnap.agent;

import io.envsnap.agent.tree.LeftOutRules;

/**
 * How large the files may be that no ecosystem claims; what is larger is named and left out.
 *
 * @param fileBytes greatest size of one file
 * @param totalBytes greatest size of all of them together
 */
public record Limits(long fileBytes, long totalBytes) {
  /** What holds where nothing else is said. */
  public static final Limits USUAL = new Limits(LeftOutRules.FILE_LIMIT, LeftOutRules.TOTAL_LIMIT);

  // Written out, as Java takes milliseconds to make a record's own when it is first called.
  @Override
  public String toString() {
    return fileBytes + " " + totalBytes;
  }
}
