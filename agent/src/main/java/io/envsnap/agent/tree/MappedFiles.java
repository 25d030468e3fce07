package io.envsnap.agent.tree;

import io.envsnap.spec.snapshot.SurrogateEscape;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Which running processes have files in memory that a restore replaced: those must be started anew.
 * Of other users' processes only root learns. Processes that end meanwhile are passed over.
 */
public final class MappedFiles {
  private static final Path PROC = Path.of("/proc");
  private final Path proc;

  /** Asks the running system. */
  public MappedFiles() {
    this(PROC);
  }

  MappedFiles(Path proc) {
    this.proc = proc;
  }

  /**
   * Processes that still map the old bytes of files that were replaced by a rename.
   *
   * @param written the files that were written; what else was unlinked is not ours to speak of
   */
  public SortedSet<LoadedFile> replaced(Set<TreePath> written) throws IOException {
    SortedSet<LoadedFile> loaded = new TreeSet<>();
    for (Path process : processes()) {
      for (String path : MapsLines.replaced(maps(process))) {
        TreePath replaced = TreePath.of(path);
        if (written.contains(replaced)) {
          loaded.add(new LoadedFile(pid(process), name(process), replaced));
        }
      }
    }
    return loaded;
  }

  /** Files that some process changes by writing to its memory, as the kernel names them. */
  SortedSet<TreePath> writable() throws IOException {
    SortedSet<TreePath> files = new TreeSet<>();
    for (Path process : processes()) {
      MapsLines.writable(maps(process)).forEach(path -> files.add(TreePath.of(path)));
    }
    return files;
  }

  /** Whether the process is what runs a notebook's cells, as its words tell. */
  public boolean isNotebookKernel(long pid) {
    List<String> words = lines(proc.resolve(Long.toString(pid)).resolve("cmdline"));
    return words.stream()
        .anyMatch(word -> word.contains("ipykernel") || word.contains("colab_kernel_launcher"));
  }

  /** Pythons that were running at that time already. */
  public List<PythonProcess> pythonsOlderThan(Instant time) throws IOException {
    return pythonsOlderThan(
        time, pid -> ProcessHandle.of(pid).flatMap(handle -> handle.info().startInstant()));
  }

  List<PythonProcess> pythonsOlderThan(Instant time, Function<Long, Optional<Instant>> started)
      throws IOException {
    List<PythonProcess> pythons = new ArrayList<>();
    for (Path process : processes()) {
      Optional<Instant> start = started.apply(pid(process)).filter(time::isAfter);
      if (start.isPresent() && MapsLines.isPython(maps(process))) {
        pythons.add(new PythonProcess(pid(process), name(process), start.get()));
      }
    }
    return pythons;
  }

  private List<Path> processes() throws IOException {
    List<Path> processes = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path entry : entries) {
        if (pid(entry) != ProcessHandle.current().pid()) {
          processes.add(entry);
        }
      }
    }
    processes.sort(null);
    return processes;
  }

  private static long pid(Path process) {
    return Long.parseLong(String.valueOf(process.getFileName()));
  }

  private static List<String> maps(Path process) {
    return lines(process.resolve("maps"));
  }

  private static String name(Path process) {
    List<String> lines = lines(process.resolve("comm"));
    return lines.isEmpty() ? "" : lines.get(0);
  }

  private static List<String> lines(Path file) {
    try {
      return List.of(SurrogateEscape.decode(Files.readAllBytes(file)).split("\n", -1));
    } catch (IOException e) {
      // It ended, or belongs to somebody else.
      return List.of();
    }
  }
}
