package io.envsnap.agent.merge;

import io.envsnap.agent.disk.WholeFile;
import io.envsnap.agent.restore.SourceFinder;
import io.envsnap.agent.verb.VerbException;
import io.envsnap.spec.codec.ConflictText;
import io.envsnap.spec.codec.LockfileYaml;
import io.envsnap.spec.diff.LockfileMerge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Merges lockfiles that lie in files, as git hands them to a merge driver (gitattributes(5)). */
public final class LockfileMerger {
  private static final String OURS = "ours";
  private static final String THEIRS = "theirs";

  private LockfileMerger() {}

  /**
   * A merge of three files.
   *
   * @param base what both began as; an empty file says that they began as nothing
   * @throws VerbException when one of them is no lockfile
   */
  public static LockfileMerge merge(Path base, Path ours, Path theirs) throws VerbException {
    return LockfileMerge.of(
        isEmpty(base) ? Optional.empty() : Optional.of(SourceFinder.read(base)),
        SourceFinder.read(ours),
        SourceFinder.read(theirs));
  }

  /** The merged lockfile as YAML; with git's marks around what a person has to choose. */
  public static byte[] text(LockfileMerge merge) {
    return ConflictText.write(
        LockfileYaml.write(merge.ours()), LockfileYaml.write(merge.theirs()), OURS, THEIRS);
  }

  /**
   * Puts the merged text whole into a file.
   *
   * @throws VerbException when it cannot be written; what was there is untouched
   */
  public static void write(Path output, byte[] text) throws VerbException {
    try {
      WholeFile.write(output, WholeFile.READABLE, out -> out.write(text));
    } catch (IOException e) {
      throw VerbException.of(
          "The merged lockfile cannot be written", e, "Name another place with `--output FILE`");
    }
  }

  private static boolean isEmpty(Path file) throws VerbException {
    try {
      return Files.isRegularFile(file) && Files.size(file) == 0;
    } catch (IOException e) {
      throw VerbException.of("`" + file + "` cannot be read", e, "Look at its permissions");
    }
  }
}
