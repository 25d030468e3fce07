package io.envsnap.agent.ecosystem.git;

import io.envsnap.spec.digest.Digest;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * What a git index says, without what it merely remembers of files' inodes: git writes those anew
 * whenever it looks at a worktree on another machine. Source: gitformat-index(5).
 */
final class IndexEssence {
  private static final int SIGNATURE = 0x44495243;
  private static final int HEADER = 12;
  private static final int STAT = 40;
  private static final int MODE_AT = 24;
  private static final int ID = 20;
  private static final int EXTENDED = 0x4000;

  private IndexEssence() {}

  /**
   * The digest of modes, objects, flags and paths.
   *
   * @return empty for a version that packs its paths (4), and for what is no index
   */
  static Optional<Digest> of(byte[] index) {
    ByteBuffer bytes = ByteBuffer.wrap(index);
    if (index.length < HEADER || bytes.getInt() != SIGNATURE) {
      return Optional.empty();
    }
    int version = bytes.getInt();
    int count = bytes.getInt();
    if (version != 2 && version != 3) {
      return Optional.empty();
    }
    MessageDigest essence = Digest.sha256();
    int at = HEADER;
    for (int entry = 0; entry < count; entry++) {
      int flagsAt = at + STAT + ID;
      if (flagsAt + 2 > index.length) {
        return Optional.empty();
      }
      int flags = bytes.getShort(flagsAt);
      int pathAt = flagsAt + ((flags & EXTENDED) != 0 && version == 3 ? 4 : 2);
      int end = pathAt;
      while (end < index.length && index[end] != 0) {
        end++;
      }
      if (end == index.length) {
        return Optional.empty();
      }
      essence.update(index, at + MODE_AT, Integer.BYTES);
      essence.update(index, at + STAT, end + 1 - (at + STAT));
      // One to eight NULs fill the entry up to a multiple of eight bytes.
      at += (end - at + 8) / 8 * 8;
    }
    return Optional.of(Digest.ofHash(essence.digest()));
  }
}
