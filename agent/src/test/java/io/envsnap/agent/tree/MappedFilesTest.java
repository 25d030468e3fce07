package io.envsnap.agent.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappedFilesTest {
  private static final String NUMPY = "/usr/lib/python3/dist-packages/numpy/core/_multiarray.so";

  @TempDir Path proc;

  private void process(long pid, String name, String maps) throws IOException {
    Path folder = Files.createDirectory(proc.resolve("" + pid));
    Files.writeString(folder.resolve("comm"), name + "\n");
    Files.writeString(folder.resolve("maps"), maps);
  }

  private static String line(String path) {
    return "7f2c7a000000-7f2c7a021000 r-xp 00000000 00:1b 1234567                    "
        + path
        + "\n";
  }

  @Test
  void namesProcessesThatHoldFilesWhichThisRestoreReplaced() throws IOException {
    process(
        41, "python3", line(NUMPY + " (deleted)") + line(NUMPY + " (deleted)") + line("/bin/x"));
    process(42, "bash", line("/usr/bin/bash"));
    process(43, "zoom", line("/with space/a\\012b.so (deleted)"));
    Files.createDirectory(proc.resolve("44"));
    Files.createDirectory(proc.resolve("self"));

    assertThat(
            new MappedFiles(proc)
                .replaced(Set.of(TreePath.of(NUMPY), TreePath.of("/with space/a\nb.so"))))
        .containsExactly(
            new LoadedFile(41, "python3", TreePath.of(NUMPY)),
            new LoadedFile(43, "zoom", TreePath.of("/with space/a\nb.so")));
  }

  @Test
  void namesFilesThatAProcessChangesByWritingToItsMemory() throws IOException {
    process(
        41,
        "python3",
        line("/content/index.bin").replace("r-xp", "rw-s")
            + line("/content/private.bin").replace("r-xp", "rw-p")
            + line("/content/read.bin").replace("r-xp", "r--s")
            + line("/gone (deleted)").replace("r-xp", "rw-s")
            + line("/dev/shm/x").replace("r-xp", "rw-s")
            + line(""));
    assertThat(new MappedFiles(proc).writable()).containsExactly(TreePath.of("/content/index.bin"));
  }

  @Test
  void passesOverSharedMemoryAndWhatSomebodyElseUnlinked() throws IOException {
    process(
        41,
        "postgres",
        line("/dev/zero (deleted)")
            + line("/memfd:doublemapper (deleted)")
            + line("/SYSV00000000 (deleted)")
            + line("/dev/shm/sem.x (deleted)")
            + line("/tmp/scratch (deleted)")
            + line("[heap]")
            + line(""));

    assertThat(new MappedFiles(proc).replaced(Set.of(TreePath.of("/etc/x")))).isEmpty();
  }

  @Test
  void namesPythonsThatAreOlderThanTheRestore() throws IOException {
    process(41, "python3", line("/usr/bin/python3.11"));
    process(42, "ipykernel", line("/opt/conda/lib/libpython3.13.so.1.0"));
    process(43, "python3", line("/usr/bin/python3.11"));
    process(44, "bash", line("/usr/bin/bash"));
    Instant restore = Instant.ofEpochSecond(1000);

    assertThat(
            new MappedFiles(proc)
                .pythonsOlderThan(
                    restore, pid -> Optional.of(Instant.ofEpochSecond(pid == 43 ? 2000 : pid))))
        .extracting(PythonProcess::pid)
        .containsExactly(41L, 42L);
  }

  @Test
  void seesARealProcessThatUsesAReplacedProgram(@TempDir Path folder) throws Exception {
    Path program = Files.copy(Path.of("/bin/sleep").toRealPath(), folder.resolve("sleeper"));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    Process process = new ProcessBuilder(program.toString(), "30").start();
    try (Bench bench = new Bench(folder)) {
      TreePath path = TreePath.of(program.toRealPath().toString());
      MappedFiles mapped = new MappedFiles();
      assertThat(mapped.replaced(Set.of(path))).isEmpty();

      bench.place("/sleeper", "new");

      assertThat(mapped.replaced(Set.of(path)))
          .containsExactly(new LoadedFile(process.pid(), "sleeper", path));
      assertThat(process.info().startInstant()).isPresent();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }
}
