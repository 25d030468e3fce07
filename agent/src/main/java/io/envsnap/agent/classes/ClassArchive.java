package io.envsnap.agent.classes;

import io.envsnap.agent.disk.ScratchFolder;
import io.envsnap.agent.disk.WholeFile;
import io.envsnap.agent.process.Command;
import io.envsnap.agent.process.CommandException;
import io.envsnap.agent.process.CommandRunner;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A class data archive, which Java maps instead of reading and checking classes. It fits one very
 * Java and one very jar: whoever starts envsnap names the file after both, and passes it to Java
 * where it is there. About 30 MB; see <a
 * href="https://docs.oracle.com/en/java/javase/17/docs/specs/man/java.html">the java command</a>,
 * "Application Class Data Sharing".
 *
 * @param file where it lies, in a folder of its own
 */
public record ClassArchive(Path file) {
  /** The variable that says where the archive of this process belongs. */
  public static final String VARIABLE = "ENVSNAP_CLASSES";

  private static final String SUFFIX = ".jsa";

  /** The one that belongs to a process with that environment, if whoever started it said where. */
  public static Optional<ClassArchive> told(Map<String, String> environment) {
    String path = environment.getOrDefault(VARIABLE, "");
    Path file = Path.of(path);
    return file.isAbsolute() && path.endsWith(SUFFIX)
        ? Optional.of(new ClassArchive(file))
        : Optional.empty();
  }

  /** Whether it was made. */
  public boolean isMade() {
    return Files.isRegularFile(file);
  }

  /** What to pass to the Java that it was made for; nothing where it was not made. */
  public List<String> flags() {
    return isMade() ? List.of("-Xlog:cds=off", "-XX:SharedArchiveFile=" + file) : List.of();
  }

  /**
   * Makes it anew, in a second or two, and removes those of other builds. It appears whole and on
   * the disk or not at all: Java trusts its size, and would crash on one that was cut.
   *
   * @param javaHome of the Java that will map it
   * @param jar this program, by the path that it is started with
   * @return its size in bytes
   * @throws CommandException when Java cannot make one
   */
  public long make(Path javaHome, Path jar, CommandRunner commands)
      throws IOException, CommandException {
    Path folder = Objects.requireNonNull(file.getParent());
    WholeFile.makePrivateFolder(folder);
    try (ScratchFolder scratch = ScratchFolder.in(folder)) {
      Path list = scratch.path().resolve("classes.list");
      Path made = scratch.path().resolve("made" + SUFFIX);
      Files.write(list, ClassList.of(javaHome, jar));
      commands.require(
          Command.of(
              javaHome.resolve("bin/java").toString(),
              "-Xshare:dump",
              "-Xlog:disable",
              "-Xlog:all=error:stderr",
              "-XX:+UseSerialGC",
              "-XX:-UsePerfData",
              "-XX:SharedClassListFile=" + list,
              "-XX:SharedArchiveFile=" + made,
              "-cp",
              jar.toString()));
      try (FileChannel written = FileChannel.open(made, StandardOpenOption.READ)) {
        written.force(true);
      }
      Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
    }
    removeOthers(folder);
    return Files.size(file);
  }

  private void removeOthers(Path folder) throws IOException {
    try (DirectoryStream<Path> archives = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (Path one : archives) {
        if (!one.equals(file)) {
          Files.delete(one);
        }
      }
    }
  }
}
