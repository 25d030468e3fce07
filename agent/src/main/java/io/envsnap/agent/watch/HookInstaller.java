package io.envsnap.agent.watch;

import io.envsnap.agent.disk.MarkedBlock;
import io.envsnap.agent.disk.WholeFile;
import io.envsnap.agent.ecosystem.HookFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Puts hooks on the machine, each file whole, and takes all of them away again. What it will write
 * is noted before it is written, so that a run that is killed leaves nothing that {@code stop} does
 * not know.
 */
final class HookInstaller {
  private static final String WHOLE = "whole ";
  private static final String BLOCK = "block ";
  private static final String NEW_BLOCK = "new-block ";

  private final Path root;
  private final Path folder;

  /**
   * An installer on one machine.
   *
   * @param root of its file tree
   * @param folder where scripts and the note of what was installed lie
   */
  HookInstaller(Path root, Path folder) {
    this.root = root;
    this.folder = folder;
  }

  /**
   * Installs files in this order; what is there already in the same words is left alone.
   *
   * @return places that could not be written, each with the reason
   */
  List<String> install(List<HookFile> files) throws IOException {
    WholeFile.makePrivateFolder(folder);
    Set<String> notes = new LinkedHashSet<>(notes());
    for (HookFile file : files) {
      notes.add(note(file, notes));
    }
    WholeFile.write(note(), (String.join("\n", notes) + "\n").getBytes(StandardCharsets.UTF_8));
    List<String> failed = new ArrayList<>();
    for (HookFile file : files) {
      try {
        write(file);
      } catch (IOException e) {
        failed.add(String.valueOf(e.getMessage()));
      }
    }
    return failed;
  }

  private String note(HookFile file, Set<String> notes) {
    String path = file.path().value();
    if (file.extent() == HookFile.Extent.WHOLE) {
      return WHOLE + path;
    }
    boolean exists = Files.exists(at(path)) && !notes.contains(NEW_BLOCK + path);
    return (exists ? BLOCK : NEW_BLOCK) + path;
  }

  private void write(HookFile file) throws IOException {
    Path path = at(file.path().value());
    if (Files.isSymbolicLink(path)) {
      throw new IOException("`" + path + "` is a symbolic link, and is left alone");
    }
    byte[] old = Files.exists(path) ? Files.readAllBytes(path) : new byte[0];
    boolean block = file.extent() == HookFile.Extent.BLOCK;
    byte[] wanted = block ? MarkedBlock.with(old, file.content()) : file.bytes();
    if (!Files.exists(path) || !Arrays.equals(old, wanted)) {
      if (block && Files.exists(path)) {
        rewrite(path, wanted);
      } else {
        WholeFile.write(path, file.mode(), out -> out.write(wanted));
      }
    }
  }

  /** The time stays the user's: it is what a record takes down and a restore gives back. */
  private static void rewrite(Path path, byte[] bytes) throws IOException {
    FileTime time = Files.getLastModifiedTime(path);
    WholeFile.write(path, mode(path), out -> out.write(bytes));
    Files.setLastModifiedTime(path, time);
  }

  private static int mode(Path path) throws IOException {
    Object mode = Files.getAttribute(path, "unix:mode");
    return mode instanceof Integer bits ? bits & 0777 : WholeFile.READABLE;
  }

  /** Whether all that was noted is in its place. */
  boolean isComplete() throws IOException {
    List<WatchFacts.Hook> hooks = hooks();
    return !hooks.isEmpty() && hooks.stream().allMatch(WatchFacts.Hook::present);
  }

  /** All that was noted, in the order in which it was installed. */
  List<WatchFacts.Hook> hooks() throws IOException {
    return notes().stream()
        .map(line -> line.substring(line.indexOf(' ') + 1))
        .map(path -> new WatchFacts.Hook(path, Files.exists(at(path))))
        .toList();
  }

  /** Takes away all that was noted, configuration before scripts. */
  void remove() throws IOException {
    List<String> notes = new ArrayList<>(notes());
    Collections.reverse(notes);
    for (String environment : lines(folder.resolve("environments"))) {
      removeFrom(environment);
    }
    for (String line : notes) {
      Path path = at(line.substring(line.indexOf(' ') + 1));
      if (line.startsWith(WHOLE)) {
        Files.deleteIfExists(path);
      } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
        byte[] old = Files.readAllBytes(path);
        byte[] rest = MarkedBlock.without(old);
        if (rest.length == 0 && line.startsWith(NEW_BLOCK)) {
          Files.delete(path);
        } else if (rest.length != old.length) {
          rewrite(path, rest);
        }
      }
    }
    Files.deleteIfExists(folder.resolve("environments"));
    Files.deleteIfExists(note());
    removeCompiled();
    Files.deleteIfExists(folder);
  }

  /** What Python keeps of a script that it has compiled (PEP 3147). */
  private void removeCompiled() throws IOException {
    Path compiled = folder.resolve("__pycache__");
    if (!Files.isDirectory(compiled, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(compiled)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
    Files.delete(compiled);
  }

  /** Only what the hook itself may have put there. */
  private void removeFrom(String path) throws IOException {
    Path file = at(path);
    boolean ours =
        path.endsWith("/zz_envsnap.pth")
            && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
            && Files.readString(file, StandardCharsets.ISO_8859_1).contains("'envsnap'");
    if (ours) {
      Files.delete(file);
    }
  }

  private Path note() {
    return folder.resolve("installed");
  }

  private List<String> notes() throws IOException {
    return lines(note());
  }

  private static List<String> lines(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try {
      return Files.readAllLines(file).stream().filter(line -> line.contains("/")).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private Path at(String path) {
    return root.resolve(path.substring(1));
  }
}
