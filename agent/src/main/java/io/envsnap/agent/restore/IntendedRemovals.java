package io.envsnap.agent.restore;

import io.envsnap.agent.disk.WholeFile;
import io.envsnap.agent.ecosystem.RestoreStep;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.agent.tree.TreeWriter;
import io.envsnap.spec.snapshot.SurrogateEscape;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreePath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The paths that a restore sets out to remove, noted before the first of them goes. What says that
 * they belong together is one of them, so after a cut no plan could tell the rest any more.
 */
final class IntendedRemovals {
  private IntendedRemovals() {}

  /**
   * Notes them: NUL-ended text, the time in milliseconds first.
   *
   * @param now by the clock that files get their times from
   */
  static void note(Path file, List<RestoreStep.Remove> removals, Instant now) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SurrogateEscape.writeEnded(out, Long.toString(now.toEpochMilli()));
    for (RestoreStep.Remove step : removals) {
      for (TreePath path : step.paths()) {
        SurrogateEscape.writeEnded(out, path.value());
      }
    }
    WholeFile.write(file, out.toByteArray());
  }

  /**
   * Removes what an earlier restore noted and did not come to. What was changed since is left: it
   * is somebody else's by now.
   */
  static void complete(Path file, HostTree tree, TreeWriter writer) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    String[] noted = SurrogateEscape.decode(Files.readAllBytes(file)).split("\0");
    Instant since = Instant.ofEpochMilli(Long.parseLong(noted[0]));
    Timestamp then = new Timestamp(since.getEpochSecond(), since.getNano());
    List<TreePath> paths = new ArrayList<>();
    Arrays.stream(noted).skip(1).map(TreePath::of).forEach(paths::add);
    paths.sort(Comparator.reverseOrder());
    for (TreePath path : paths) {
      Optional<FileStatus> status = tree.status(path);
      if (status.isPresent() && !remove(path, status.get(), then, writer)) {
        writer.removeIfEmpty(path);
      }
    }
  }

  private static boolean remove(TreePath path, FileStatus status, Timestamp then, TreeWriter writer)
      throws IOException {
    return status.ctime().compareTo(then) < 0 && writer.remove(path);
  }
}
