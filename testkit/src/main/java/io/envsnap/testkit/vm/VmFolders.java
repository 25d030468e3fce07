package io.envsnap.testkit.vm;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Where machines keep their disks; nothing of them stays behind, not even after a failed run. */
final class VmFolders {
  private static final Set<Path> LIVE = ConcurrentHashMap.newKeySet();
  private static final Path HERE =
      BaseTree.cache().resolve("vms").resolve(Long.toString(ProcessHandle.current().pid()));

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(VmFolders::dropAll, "drop machines"));
    dropOrphans();
  }

  private VmFolders() {}

  static Path make(String id, long bytes) throws IOException {
    Path work = HERE.resolve(id);
    Files.createDirectories(work);
    Programs.require(
        "mount", "-t", "tmpfs", "-o", "mode=755,size=" + bytes, "envsnap-" + id, work.toString());
    LIVE.add(work);
    return work;
  }

  static void drop(Path work) {
    Programs.run(List.of("umount", "--lazy", work.toString()), new byte[0], 60);
    Programs.run(List.of("rmdir", work.toString()), new byte[0], 60);
    LIVE.remove(work);
  }

  static synchronized Path bootScript() throws IOException {
    Path script = HERE.resolve("boot.sh");
    if (!Files.exists(script)) {
      Files.createDirectories(HERE);
      try (InputStream in = VmFolders.class.getResourceAsStream("boot.sh")) {
        if (in == null) {
          throw new IOException("boot.sh is missing from this build");
        }
        Files.copy(in, script, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return script;
  }

  private static void dropAll() {
    LIVE.forEach(VmFolders::drop);
    Programs.run(List.of("rm", "-rf", "--one-file-system", HERE.toString()), new byte[0], 60);
  }

  /** A run that was killed could not clean up; the next one does. */
  private static void dropOrphans() {
    Path vms = BaseTree.cache().resolve("vms");
    if (!Files.isDirectory(vms)) {
      return;
    }
    try (Stream<Path> runs = Files.list(vms)) {
      for (Path run : runs.toList()) {
        long pid = Long.parseLong(run.getFileName().toString());
        if (ProcessHandle.of(pid).isEmpty()) {
          try (Stream<Path> machines = Files.list(run)) {
            machines.filter(Files::isDirectory).forEach(VmFolders::drop);
          }
          Programs.run(List.of("rm", "-rf", "--one-file-system", run.toString()), new byte[0], 60);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
