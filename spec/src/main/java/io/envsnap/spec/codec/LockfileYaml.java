package io.envsnap.spec.codec;

import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.Lockfile;
import java.util.Optional;

/**
 * The lockfile as YAML; {@code docs/format.md} is the reference. {@code read(write(x))} equals
 * {@code x}, and equal lockfiles give the same bytes.
 */
public final class LockfileYaml {
  /** The most bytes that a lockfile may have. */
  public static final int LIMIT = 16 << 20;

  static final String HINT =
      "Correct that line, or take an earlier copy: each snapshot in the store keeps its lockfile,"
          + " see `envsnap list`";

  private static final String MERGE_HINT =
      "Keep one version of each line between `<<<<<<<` and `>>>>>>>`, and delete the marks;"
          + " `envsnap merge` merges lockfiles entry by entry";

  private LockfileYaml() {}

  /**
   * Reads a lockfile as untrusted input.
   *
   * @param sourceName what errors call the document, such as its file name
   */
  public static Lockfile read(byte[] bytes, String sourceName) throws FormatException {
    YamlInput input = new YamlInput(bytes, LIMIT, sourceName, HINT);
    int mark = ConflictText.firstMark(input.text());
    if (mark > 0) {
      throw FormatException.broken(
          sourceName, mark, 1, "a merge has left two versions there", MERGE_HINT);
    }
    return new LockfileBinding(input).bind(YamlTree.read(input, LockfileBinding::checkVersion));
  }

  /**
   * The document.
   *
   * @throws IllegalArgumentException when {@link #read} would refuse it
   */
  public static byte[] write(Lockfile lockfile) {
    byte[] bytes = draft(lockfile);
    requireReadable(bytes);
    return bytes;
  }

  /** The document, for nobody before {@link #requireReadable} has found it good. */
  public static byte[] draft(Lockfile lockfile) {
    return new LockfileWriter().write(lockfile);
  }

  /**
   * Looks at a document of ours: one that cannot be read would only be noticed on the next machine.
   *
   * @throws IllegalArgumentException when {@link #read} would refuse it
   */
  public static void requireReadable(byte[] draft) {
    try {
      read(draft, "the new lockfile");
    } catch (FormatException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** Why an entry could not be written, as the rest of a sentence; nothing for a good one. */
  public static Optional<String> problemOf(Entry entry) {
    return EntryRules.problemOf(entry);
  }
}
