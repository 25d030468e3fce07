package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.ecosystem.InstallBench;
import io.envsnap.agent.process.Command;
import io.envsnap.agent.process.CommandException;
import io.envsnap.agent.process.CommandResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Calls apt with settings, lists and archives of its own, so that asking changes nothing of the
 * machine's. Never asks a question, never starts a service, never removes what nobody named.
 */
final class AptPrograms {
  static final Duration LIMIT = Duration.ofHours(2);

  /** Dated archives hold back whoever asks much, and apt may wait for a dead source for hours. */
  private static final Duration UPDATE_LIMIT = Duration.ofMinutes(10);

  private static final String HELPER = "/usr/lib/apt/apt-helper";
  static final Map<String, String> ENVIRONMENT =
      Map.of(
          "DEBIAN_FRONTEND", "noninteractive",
          "DEBCONF_NONINTERACTIVE_SEEN", "true",
          "APT_LISTCHANGES_FRONTEND", "none",
          "NEEDRESTART_MODE", "l",
          // Makes invoke-rc.d start nothing: no service starts in single-user mode.
          "RUNLEVEL", "1");

  private final InstallBench bench;
  private final List<String> architectures;

  /**
   * For one installer.
   *
   * @param architectures that apt shall know, although dpkg does not know all of them yet; empty
   *     where dpkg does
   */
  AptPrograms(InstallBench bench, List<String> architectures) {
    this.bench = bench;
    this.architectures = List.copyOf(architectures);
  }

  Path settings() {
    return bench.folder().resolve("apt");
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectories(bench.folder().resolve(name));
  }

  Path debs() throws IOException {
    return folder("debs");
  }

  /** Copies this machine's own settings and lists, to add to them. */
  void copyOwn() throws IOException, CommandException {
    bench.commands().require(Command.of("cp", "-a", "/etc/apt", settings().toString()));
    Path lists = bench.folder().resolve("lists");
    bench.commands().require(Command.of("cp", "-a", "/var/lib/apt/lists", lists.toString()));
    Files.createDirectories(lists.resolve("partial"));
  }

  /** Whether apt can read a file of sources; what it says when it cannot. */
  Optional<String> problemOf(Path sources) throws IOException {
    List<String> words = new ArrayList<>(List.of("apt-get", "indextargets"));
    words.addAll(own());
    words.addAll(List.of("-o", "Dir::Etc::sourcelist=/dev/null"));
    words.addAll(List.of("-o", "Dir::Etc::sourceparts=" + only(sources)));
    return problem(words);
  }

  private Path only(Path sources) throws IOException {
    Path folder = Files.createTempDirectory(bench.folder(), "one");
    Files.copy(sources, folder.resolve(sources.getFileName()));
    return folder;
  }

  /**
   * Fetches lists; archives that cannot be reached leave the others usable.
   *
   * @param past whether lists may be past their date
   */
  void update(boolean past) throws IOException {
    List<String> words = new ArrayList<>(List.of("apt-get", "update", "-qq"));
    words.addAll(own());
    words.addAll(List.of("-o", "APT::Update::Post-Invoke-Success::="));
    if (past) {
      words.addAll(List.of("-o", "Acquire::Check-Valid-Until=false"));
      words.addAll(List.of("-o", "Acquire::http::Timeout=30", "-o", "Acquire::Retries=1"));
    }
    problem(words, UPDATE_LIMIT);
  }

  /** All settings, as {@code apt-config dump} prints them. */
  List<String> configuration() {
    return lines(List.of("apt-config", "dump"));
  }

  /** Those of these packages that nobody asked for. */
  List<String> automatic(List<String> names) {
    List<String> words = new ArrayList<>(List.of("apt-mark", "showauto"));
    words.addAll(names);
    return names.isEmpty() ? List.of() : lines(words);
  }

  /** Packages that are on hold. */
  List<String> held() {
    return lines(List.of("apt-mark", "showhold"));
  }

  private List<String> lines(List<String> words) {
    try {
      return bench.commands().run(Command.of(words).with(ENVIRONMENT)).lines();
    } catch (CommandException e) {
      return List.of();
    }
  }

  /** What {@code apt-cache madison} says of these names. */
  List<String> versions(List<String> names) {
    List<String> words = new ArrayList<>(List.of("apt-cache", "madison"));
    words.addAll(own());
    words.addAll(names);
    return lines(words);
  }

  /** Fetches one archive and checks its digest. */
  Optional<String> download(String url, String sha256, Path file) {
    return problem(List.of(HELPER, "download-file", url, file.toString(), "SHA256:" + sha256));
  }

  /**
   * What would happen.
   *
   * @param status dpkg's status as it will be by then
   */
  CommandResult simulate(List<String> wanted, boolean upstream, Path status)
      throws IOException, CommandException {
    List<String> words = new ArrayList<>(List.of("apt-get", "-s"));
    words.addAll(List.of("-o", "Dir::State::status=" + status));
    words.addAll(install(wanted, upstream));
    return bench.commands().run(Command.of(words).with(ENVIRONMENT).within(LIMIT));
  }

  /** Fetches all that installing needs. */
  Optional<String> fetch(List<String> wanted, boolean upstream, Path status) throws IOException {
    List<String> words = new ArrayList<>(List.of("apt-get", "-d", "-qq"));
    words.addAll(List.of("-o", "Dir::State::status=" + status));
    words.addAll(install(wanted, upstream));
    return problem(words);
  }

  /** Installs; what it is told is noted first, for whoever has to complete it. */
  Optional<String> run(List<String> wanted, boolean upstream, List<List<String>> marks)
      throws IOException {
    List<String> words = new ArrayList<>(List.of("apt-get", "-qq"));
    words.addAll(install(wanted, upstream));
    CutApt.note(bench.folder(), words, marks);
    return problem(words);
  }

  private List<String> install(List<String> wanted, boolean upstream) throws IOException {
    List<String> words = new ArrayList<>();
    words.addAll(upstream ? own() : List.of());
    words.addAll(List.of("-o", "Dir::Cache::archives=" + archives()));
    words.addAll(List.of("-o", "APT::Sandbox::User=root"));
    // What was edited here stays, what was not is replaced: no question is left to ask.
    words.addAll(List.of("-o", "Dpkg::Options::=--force-confold"));
    words.addAll(List.of("-o", "Dpkg::Options::=--force-confdef"));
    words.addAll(List.of("-o", "DPkg::Lock::Timeout=300"));
    words.addAll(List.of("-y", "--no-install-recommends", "--allow-downgrades"));
    words.add("--allow-change-held-packages");
    if (wanted.stream().noneMatch(word -> word.endsWith("-"))) {
      words.add("--no-remove");
    }
    words.add("install");
    words.addAll(wanted);
    return words;
  }

  private Path archives() throws IOException {
    Files.createDirectories(folder("archives").resolve("partial"));
    return folder("archives");
  }

  private List<String> own() {
    List<String> words =
        new ArrayList<>(
            List.of(
                "-o", "Dir::Etc=" + settings(),
                "-o", "Dir::State::lists=" + bench.folder().resolve("lists"),
                "-o", "Dir::Cache::pkgcache=",
                "-o", "Dir::Cache::srcpkgcache=",
                "-o", "APT::Sandbox::User=root"));
    architectures.forEach(one -> words.addAll(List.of("-o", "APT::Architectures::=" + one)));
    return words;
  }

  /** Runs any other program; what it says when it fails. */
  Optional<String> problem(List<String> words) {
    return problem(words, LIMIT);
  }

  private Optional<String> problem(List<String> words, Duration limit) {
    try {
      CommandResult result =
          bench.commands().run(Command.of(words).with(ENVIRONMENT).within(limit));
      return result.succeeded() ? Optional.empty() : Optional.of(said(result));
    } catch (CommandException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** The first complaint; what follows is mostly its consequence. */
  static String said(CommandResult result) {
    List<String> lines = new ArrayList<>(result.error().lines().toList());
    lines.addAll(new String(result.output(), StandardCharsets.UTF_8).lines().toList());
    return lines.stream()
        .filter(line -> line.startsWith("E: "))
        .findFirst()
        .map(line -> line.substring("E: ".length()))
        .or(() -> lines.stream().map(String::strip).filter(line -> !line.isEmpty()).findFirst())
        .orElse("apt said nothing");
  }
}
