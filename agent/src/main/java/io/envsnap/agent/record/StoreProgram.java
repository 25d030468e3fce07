package io.envsnap.agent.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.envsnap.agent.binary.GlibcNeed;
import io.envsnap.agent.disk.WholeFile;
import io.envsnap.agent.process.Command;
import io.envsnap.agent.process.CommandException;
import io.envsnap.agent.process.CommandResult;
import io.envsnap.agent.progress.Progress;
import io.envsnap.agent.store.BlobSource;
import io.envsnap.agent.store.ObjectKind;
import io.envsnap.agent.store.ObjectStore;
import io.envsnap.agent.store.StoreException;
import io.envsnap.agent.verb.Workbench;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Puts envsnap itself beside the packs, once a version, so that the next machine needs nothing but
 * the store: a script, a Java runtime of this architecture where one can be made, and the jar.
 */
public final class StoreProgram {
  /** Its name in a store. */
  public static final String NAME = "envsnap";

  private static final int HEAD = 4096;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** That of Ubuntu 22.04, which notebook images are made of: 2.35. */
  private static final int USUAL_GLIBC = 35;

  /**
   * Modules that envsnap and its libraries use; TLS with elliptic curves is in one of its own, and
   * nothing names it.
   */
  private static final String MODULES =
      "java.base,java.logging,java.management,java.naming,java.net.http,java.security.jgss,java.sql,"
          + "java.xml,jdk.crypto.ec,jdk.unsupported,jdk.zipfs";

  private final Workbench bench;
  private final ObjectStore store;
  private final Path javaHome;

  /**
   * For one store.
   *
   * @param javaHome where this process's Java lies; with {@code jmods} a runtime can be made of it
   */
  public StoreProgram(Workbench bench, ObjectStore store, Path javaHome) {
    this.bench = bench;
    this.store = store;
    this.javaHome = javaHome;
  }

  /**
   * Puts it, unless this version is there. A record that could not is a record all the same, so
   * this only warns.
   *
   * @param program the jar, or a file that ends in it
   */
  public void put(Path program) {
    try {
      if (isThere()) {
        return;
      }
      bench.progress().start("Putting envsnap beside the packs", 0, Progress.Unit.ITEMS);
      Path folder = bench.state().spool();
      WholeFile.makePrivateFolder(folder);
      Path runtime = folder.resolve("java-runtime.tar.gz");
      try {
        String lack = makeRuntime(runtime);
        boolean made = lack.isEmpty();
        if (!made) {
          bench
              .progress()
              .warn("the `envsnap` in the store needs Java on the next machine: " + lack);
        }
        store.put(
            ObjectKind.AID,
            NAME,
            new Whole(head(made ? Files.size(runtime) : 0), runtime, program));
      } finally {
        Files.deleteIfExists(runtime);
      }
    } catch (IOException | StoreException | CommandException e) {
      bench.progress().warn("envsnap itself was not put into the store: " + e.getMessage());
    }
  }

  private boolean isThere() throws StoreException, IOException {
    if (store.list(ObjectKind.AID).stream().noneMatch(aid -> aid.name().equals(NAME))) {
      return false;
    }
    try (InputStream in = store.read(ObjectKind.AID, NAME, 0, HEAD)) {
      return new String(in.readNBytes(HEAD), UTF_8).contains("\ntool='" + bench.tool() + "'\n");
    }
  }

  /** Why there is none; empty when there is. */
  private String makeRuntime(Path target) throws IOException, CommandException {
    Path jlink = javaHome.resolve("bin/jlink");
    if (!Files.isExecutable(jlink) || !Files.isDirectory(javaHome.resolve("jmods"))) {
      return "there is no jlink here to put one in";
    }
    Path image = Files.createTempDirectory(target.getParent(), "java-");
    Path runtime = image.resolve("runtime");
    try {
      // Not compressed within: the tar is, and better. Native symbols would need binutils.
      String lack =
          lack(
              List.of(
                  jlink.toString(),
                  "--add-modules",
                  MODULES,
                  "--strip-java-debug-attributes",
                  "--no-header-files",
                  "--no-man-pages",
                  "--output",
                  runtime.toString()));
      if (!lack.isEmpty()) {
        return lack;
      }
      sayWhatItNeeds(runtime);
      return lack(List.of("tar", "-czf", target.toString(), "-C", runtime.toString(), "."));
    } finally {
      lack(List.of("rm", "-rf", "--", image.toString()));
    }
  }

  /** Java that was built for a newer system does not start on an older one. */
  private void sayWhatItNeeds(Path runtime) throws IOException {
    int newest = 0;
    try (Stream<Path> files = Files.walk(runtime)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        newest = Math.max(newest, GlibcNeed.of(file));
      }
    }
    if (newest > USUAL_GLIBC) {
      bench
          .progress()
          .warn(
              "the `envsnap` in the store, made of this machine's Java, needs glibc 2."
                  + newest
                  + " or newer; an older machine needs a Java of its own");
    }
  }

  private String lack(List<String> words) throws CommandException {
    CommandResult result = bench.commands().run(Command.of(words).within(PATIENCE));
    // jlink says what is wrong on standard output.
    String said = result.text() + result.error();
    return result.exit() == 0
        ? ""
        : "`" + words.get(0) + "` failed: " + said.strip().lines().findFirst().orElse("");
  }

  private byte[] head(long runtimeSize) throws IOException {
    String script;
    try (InputStream in = StoreProgram.class.getResourceAsStream("prologue.sh")) {
      if (in == null) {
        throw new IllegalStateException("this build lacks `prologue.sh`");
      }
      script = new String(in.readAllBytes(), UTF_8);
    }
    script =
        script
            .replace("tool='none'", "tool='" + bench.tool() + "'")
            .replace("machine='none'", "machine='" + machine() + "'");
    if (runtimeSize > 0) {
      // Neither changes the script's length.
      script = fill(script, "runtime_at", script.getBytes(UTF_8).length + 1L);
      script = fill(script, "runtime_size", runtimeSize);
    }
    return script.getBytes(UTF_8);
  }

  /** As {@code uname -m} says it. */
  private String machine() {
    return bench.host().get().architecture();
  }

  private static String fill(String script, String name, long number) {
    return script.replace(
        name + "=00000000000", name + "=" + String.format(Locale.ROOT, "%011d", number));
  }

  /** The script, the runtime if there is one, and the program, one after the other. */
  private record Whole(byte[] head, Path runtime, Path program, long size) implements BlobSource {
    Whole(byte[] head, Path runtime, Path program) throws IOException {
      this(
          head,
          runtime,
          program,
          head.length + (Files.exists(runtime) ? Files.size(runtime) : 0) + Files.size(program));
    }

    @Override
    public InputStream open() throws IOException {
      List<InputStream> pieces = new ArrayList<>();
      pieces.add(new ByteArrayInputStream(head));
      if (Files.exists(runtime)) {
        pieces.add(Files.newInputStream(runtime));
      }
      pieces.add(Files.newInputStream(program));
      return new SequenceInputStream(Collections.enumeration(pieces));
    }
  }
}
