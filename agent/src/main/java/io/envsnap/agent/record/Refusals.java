package io.envsnap.agent.record;

import io.envsnap.agent.disk.FolderInUseException;
import io.envsnap.agent.disk.StateFolder;
import io.envsnap.agent.snapshot.Head;
import io.envsnap.agent.verb.VerbException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Why nothing is recorded, and what to do about it. */
final class Refusals {
  private Refusals() {}

  /**
   * Half of a restore is never put over the whole of it.
   *
   * @param name that is to be recorded
   */
  static void requireWhole(StateFolder state, String name) throws IOException, VerbException {
    Path unfinished = state.unfinished();
    if (Files.exists(unfinished) && Files.readString(unfinished).equals(name)) {
      throw new VerbException(
          VerbException.Kind.REFUSED,
          "A restore of `" + name + "` was cut off here, and half of it is never put over it",
          "To complete it, run `envsnap restore`; to record this machine as it is, give it another"
              + " name with `--name`");
    }
  }

  /** Nothing at all is never put over what a name holds. */
  static void requireAny(Captured captured, List<Head> heads, String name) throws VerbException {
    if (captured.entries().isEmpty() && !heads.isEmpty()) {
      throw new VerbException(
          VerbException.Kind.NOTHING,
          "This session changed nothing, and an empty record is never put over `" + name + "`",
          "To bring back what was recorded, run `envsnap restore`; to keep this empty state"
              + " beside it, give it another name with `--name`");
    }
  }

  static VerbException neverQuiet(RecordRequest request) {
    return new VerbException(
        busy(request),
        "Nothing was recorded, because installs did not come to an end",
        "Wait until they have ended, then run `envsnap record` again");
  }

  static VerbException againAndAgain(RecordRequest request) {
    return new VerbException(
        busy(request),
        "Packages were installed again and again while they were recorded, so nothing was",
        "Wait until all installs have ended, then run `envsnap record` again");
  }

  static VerbException inUse(RecordRequest request, FolderInUseException e) {
    return new VerbException(
        busy(request),
        "Nothing was recorded: " + e.getMessage(),
        "Wait until it has ended, then run `envsnap record` again",
        e);
  }

  static VerbException failed(IOException e) {
    return VerbException.of(
        "Recording stopped",
        e,
        "The store and the lockfile are as they were; mend the cause and run it again");
  }

  /** The agent takes a refusal for the end of the matter, and must come again for this one. */
  private static VerbException.Kind busy(RecordRequest request) {
    return request.unasked() ? VerbException.Kind.FAILED : VerbException.Kind.REFUSED;
  }
}
