package io.envsnap.agent.store.dir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Collection;

/**
 * How many files of a mounted Drive have reached it.
 *
 * @param files how many were asked about
 * @param waiting how many lie on this machine only
 * @param told how many the mount says anything of
 */
record Arrival(int files, int waiting, int told) {
  /**
   * Where DriveFS says a file's id in Drive, which begins with {@link #LOCAL} until it was
   * uploaded; ChromiumOS's {@code drivefs} shell functions wait for uploads by it.
   */
  private static final String ID = "drive.id";

  private static final String LOCAL = "local-";
  private static final int LONGEST = 1024;

  static Arrival of(Collection<Path> paths) {
    int waiting = 0;
    int told = 0;
    for (Path path : paths) {
      String id = id(path);
      waiting += id.startsWith(LOCAL) ? 1 : 0;
      told += id.isEmpty() ? 0 : 1;
    }
    return new Arrival(paths.size(), waiting, told);
  }

  private static String id(Path path) {
    UserDefinedFileAttributeView view =
        Files.getFileAttributeView(path, UserDefinedFileAttributeView.class);
    if (view == null) {
      return "";
    }
    ByteBuffer bytes = ByteBuffer.allocate(LONGEST);
    try {
      view.read(ID, bytes);
    } catch (IOException e) {
      // Another mount than DriveFS's has no such attribute.
      return "";
    }
    return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
  }

  /** As one clause. */
  String spoken() {
    if (files == 0) {
      return "there are none yet";
    }
    if (told < files) {
      return "whether they have arrived cannot be seen from here";
    }
    return waiting == 0
        ? "all " + files + " have arrived"
        : waiting + " of " + files + " are still on this machine only";
  }
}
