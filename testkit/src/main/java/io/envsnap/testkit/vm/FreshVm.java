package io.envsnap.testkit.vm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A throw-away machine: its own root file system over a base tree, its own processes, and the
 * network that it is given. It boots in some tens of milliseconds, can lose its power at any
 * moment, and the same disk can be booted again.
 */
public final class FreshVm implements AutoCloseable {
  private static final long LIMIT_SECONDS = 600;

  private final VmSpec spec;
  private final String id = "vm-" + UUID.randomUUID().toString().substring(0, 8);
  private final Path work;
  private Process unshare;
  private long init;

  private FreshVm(VmSpec spec) throws IOException {
    this.spec = spec;
    this.work = VmFolders.make(id, spec.diskBytes());
    this.unshare = boot();
    this.init = init(unshare);
  }

  /** Boots a machine. */
  public static FreshVm boot(VmSpec spec) {
    try {
      return new FreshVm(spec);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process boot() throws IOException {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("unshare", "--mount", "--pid", "--uts", "--ipc"));
    if (spec.network() == Network.CUT) {
      words.add("--net");
    }
    words.addAll(List.of("--fork", "--kill-child=KILL", "sh"));
    words.add(VmFolders.bootScript().toString());
    words.add(work.toString());
    words.add(spec.lower());
    words.add(id);
    words.add(spec.network() == Network.CUT ? "cut" : "host");
    spec.shares().forEach((host, guest) -> words.add(host + ":" + guest));
    Process process =
        new ProcessBuilder(words)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectError(work.resolve("boot.log").toFile())
            .start();
    BufferedReader said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    if (!"booted".equals(said.readLine())) {
      process.destroyForcibly();
      throw new IOException(
          "the machine did not boot: " + Files.readString(work.resolve("boot.log")));
    }
    return process;
  }

  private static long init(Process unshare) throws IOException {
    Path children = Path.of("/proc/" + unshare.pid() + "/task/" + unshare.pid() + "/children");
    return Long.parseLong(Files.readString(children).strip().split(" ")[0]);
  }

  /** Runs a program in the machine, with a clean environment. */
  public VmResult exec(String... words) {
    return exec(List.of(words), new byte[0], Map.of());
  }

  /** Runs a shell script in the machine. */
  public VmResult sh(String script) {
    return exec(List.of("bash", "-c", script), new byte[0], Map.of());
  }

  /** Runs a shell script in the machine with further environment. */
  public VmResult sh(String script, Map<String, String> environment) {
    return exec(List.of("bash", "-c", script), new byte[0], environment);
  }

  /** Runs a program in the machine with input and further environment. */
  public VmResult exec(List<String> words, byte[] input, Map<String, String> environment) {
    List<String> all = new ArrayList<>();
    all.addAll(List.of("nsenter", "-t", Long.toString(init)));
    all.addAll(List.of("--mount", "--pid", "--uts", "--ipc", "--net", "--root", "--wdns=/root"));
    all.addAll(List.of("env", "-i"));
    Map<String, String> variables = new TreeMap<>(VmSpec.ENVIRONMENT);
    variables.putAll(spec.environment());
    variables.putAll(environment);
    variables.forEach((name, value) -> all.add(name + "=" + value));
    all.addAll(words);
    return Programs.run(all, input, LIMIT_SECONDS);
  }

  /** Takes the power away: every process of the machine is gone at once, the disk stays. */
  public void powerCut() {
    if (!unshare.isAlive()) {
      // The number of its PID 1 may belong to somebody else by now.
      return;
    }
    try {
      ProcessHandle.of(init).ifPresent(ProcessHandle::destroyForcibly);
      // unshare buries its child and ends by itself; killed at once, it would leave a zombie
      // behind.
      if (!unshare.waitFor(30, TimeUnit.SECONDS)) {
        unshare.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Takes the power away and boots the same disk again. */
  public void reboot() {
    powerCut();
    try {
      unshare = boot();
      init = init(unshare);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The upper directory of the machine's overlay: what was written, as the host sees it. */
  public Path upper() {
    return work.resolve("up");
  }

  /** Copies a file or folder of the host into the machine. */
  public void copyIn(Path from, String to) {
    Path target = Path.of("/proc/" + init + "/root" + to);
    try {
      Files.createDirectories(target.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Programs.require("cp", "-a", from.toString(), target.toString());
  }

  /** Copies a file or folder of the machine to the host. */
  public void copyOut(String from, Path to) {
    Programs.require("cp", "-a", "/proc/" + init + "/root" + from, to.toString());
  }

  /** Number of the machine's PID 1 as the host counts. */
  public long init() {
    return init;
  }

  /** How many processes the machine has. */
  public long processes() {
    try (Stream<ProcessHandle> children =
        ProcessHandle.of(init).stream().flatMap(ProcessHandle::descendants)) {
      return children.count() + 1;
    }
  }

  @Override
  public void close() {
    powerCut();
    VmFolders.drop(work);
  }
}
