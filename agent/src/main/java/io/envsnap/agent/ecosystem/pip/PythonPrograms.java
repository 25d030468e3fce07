package io.envsnap.agent.ecosystem.pip;

import io.envsnap.agent.ecosystem.InstallBench;
import io.envsnap.agent.process.Command;
import io.envsnap.agent.process.CommandException;
import io.envsnap.agent.process.CommandResult;
import io.envsnap.spec.lockfile.EntryKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Calls uv where it is there and can do it, else pip, each with a cache that goes afterwards. */
final class PythonPrograms {
  private static final Duration LIMIT = Duration.ofHours(2);
  private static final String UNREACHABLE = "its index cannot be reached";
  private static final Pattern NO_NETWORK =
      Pattern.compile(
          "Failed to establish a new connection|Name or service not known"
              + "|[Nn]ame resolution|Network is unreachable|[Cc]onnection refused|dns error"
              + "|[Cc]onnect timeout|tcp connect error");
  private static final Map<String, String> ENVIRONMENT =
      Map.ofEntries(
          Map.entry("PIP_NO_INPUT", "1"),
          Map.entry("PIP_RETRIES", "2"),
          Map.entry("PIP_DISABLE_PIP_VERSION_CHECK", "1"),
          Map.entry("PIP_ROOT_USER_ACTION", "ignore"),
          Map.entry("PIP_BREAK_SYSTEM_PACKAGES", "1"),
          Map.entry("PIP_NO_WARN_SCRIPT_LOCATION", "1"),
          Map.entry("UV_LINK_MODE", "copy"),
          Map.entry("UV_BREAK_SYSTEM_PACKAGES", "1"),
          Map.entry("UV_NO_PROGRESS", "1"),
          Map.entry("GIT_TERMINAL_PROMPT", "0"),
          Map.entry("GIT_ALLOW_PROTOCOL", "http:https:ssh"));

  private final InstallBench bench;
  private final PipTarget target;

  PythonPrograms(InstallBench bench, PipTarget target) {
    this.bench = bench;
    this.target = target;
  }

  private boolean hasUv() {
    return target.place() == PipTarget.Place.USUAL && run(List.of("uv", "--version")).isEmpty();
  }

  /** Fetches these, and builds what is no wheel; what fails is tried again by itself. */
  Map<EntryKey, String> fetch(List<PipRequirement> some) throws IOException {
    Map<EntryKey, String> failures = new TreeMap<>();
    // uv clones a repository a second time from its own cache, by a protocol that is not allowed.
    failures.putAll(fetch(some.stream().filter(PythonPrograms::isDirect).toList(), pipFetch()));
    failures.putAll(
        fetch(
            some.stream().filter(one -> !isDirect(one)).toList(),
            hasUv() ? uvFetch() : pipFetch()));
    return failures;
  }

  private static boolean isDirect(PipRequirement one) {
    return one.kind() == PipRequirement.Kind.DIRECT;
  }

  private Map<EntryKey, String> fetch(List<PipRequirement> some, List<String> words)
      throws IOException {
    if (some.isEmpty()) {
      return Map.of();
    }
    if (run(words, file(some)).isEmpty()) {
      return Map.of();
    }
    Map<EntryKey, String> failures = new TreeMap<>();
    Optional<String> unreachable = Optional.empty();
    for (PipRequirement one : some) {
      if (unreachable.isPresent()) {
        failures.put(one.key(), unreachable.get());
        continue;
      }
      Optional<String> problem = run(words, file(List.of(one)));
      unreachable = problem.filter(UNREACHABLE::equals);
      if (problem.isPresent() && unreachable.isEmpty() && one.kind() == PipRequirement.Kind.INDEX) {
        // An old sdist may build with what the machine has, though not with what is newest.
        List<String> here = new ArrayList<>(words);
        here.add("--no-build-isolation");
        problem = run(here, file(List.of(one))).isEmpty() ? Optional.empty() : problem;
      }
      problem.ifPresent(said -> failures.put(one.key(), said));
    }
    return failures;
  }

  private List<String> pipFetch() {
    return pip(
        target.base(),
        "wheel",
        "--no-deps",
        "--wheel-dir",
        bench.folder().resolve("wheels").toString());
  }

  private List<String> uvFetch() {
    List<String> words = uv(target.base());
    words.addAll(List.of("--target", bench.folder().resolve("unpacked").toString()));
    return words;
  }

  /** Makes the virtual environment; gives what went wrong. */
  Optional<String> makeEnvironment() {
    String folder = target.environment().orElseThrow().value();
    return run(List.of(target.base(), "-m", "venv", folder));
  }

  /** Makes a wheel of the snapshot; gives what went wrong. */
  Optional<String> build(EntryKey key, RebuiltWheel wheel) throws IOException {
    Path work = Files.createTempDirectory(bench.folder(), "build");
    Path wheels = Files.createDirectories(bench.folder().resolve("wheels"));
    try {
      wheel.make(bench.content(), work, wheels);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("its wheel cannot be made again: " + e.getMessage());
    }
  }

  /** Installs what was fetched from indexes. */
  Map<EntryKey, String> install(List<PipRequirement> some) throws IOException {
    if (hasUv()) {
      List<String> words = uv(target.python());
      words.add("--offline");
      return install(words, some, true);
    }
    return installRebuilt(some);
  }

  /** Installs wheels that lie in the bench's folder. */
  Map<EntryKey, String> installRebuilt(List<PipRequirement> some) throws IOException {
    List<String> words = hasUv() ? uv(target.python()) : pipInstall();
    words.addAll(
        List.of("--no-index", "--find-links", bench.folder().resolve("wheels").toString()));
    return install(words, some, false);
  }

  /** All at once, or one by one where that fails. */
  private Map<EntryKey, String> install(
      List<String> words, List<PipRequirement> some, boolean digests) throws IOException {
    if (some.isEmpty() || run(words, digests ? file(some) : withoutDigests(some)).isEmpty()) {
      return Map.of();
    }
    Map<EntryKey, String> failures = new TreeMap<>();
    for (PipRequirement one : some) {
      run(words, digests ? file(List.of(one)) : withoutDigests(List.of(one)))
          .ifPresent(said -> failures.put(one.key(), said));
    }
    return failures;
  }

  /** Installs from an address of its own, which it remembers; its wheel is in the cache. */
  Map<EntryKey, String> installDirect(PipRequirement one) throws IOException {
    return run(pipInstall(), file(List.of(one)))
        .map(said -> Map.of(one.key(), said))
        .orElse(Map.of());
  }

  /**
   * Resolves anew, with all that it needs, what was asked for; installs nothing.
   *
   * @return those of which no version can be had here, each with one clause
   */
  Map<EntryKey, String> resolve(List<PipRequirement> some) throws IOException {
    Map<EntryKey, String> failures = new TreeMap<>();
    for (List<PipRequirement> group : byIndex(some)) {
      List<String> words = pip(target.base(), "install", "--dry-run");
      words.addAll(List.of("-c", constraints(texts(some)).toString()));
      words.addAll(group.get(0).onlyIndexes());
      failures.putAll(install(words, asked(group), false));
    }
    return failures;
  }

  /**
   * Installs in whichever version is found with what each needs, at last also what others need.
   * Nothing comes from an index that the session did not search.
   *
   * @param some of these only what was asked for is installed for its own sake
   * @param exact what must keep its version, if that is possible at all
   */
  Map<EntryKey, String> installRelaxed(List<PipRequirement> some, List<String> exact)
      throws IOException {
    Map<EntryKey, String> failures = new TreeMap<>();
    List<String> all = new ArrayList<>(texts(some));
    all.addAll(exact);
    for (List<PipRequirement> group : byIndex(some)) {
      List<String> words = pipInstall();
      words.remove("--no-deps");
      words.addAll(group.get(0).onlyIndexes());
      List<String> bound = new ArrayList<>(words);
      bound.addAll(List.of("-c", constraints(all).toString()));
      // Never the recorded version: where that is offered, it is with other bytes.
      words.addAll(List.of("-c", constraints(texts(some)).toString()));
      List<PipRequirement> asked = asked(group);
      boolean kept = asked.isEmpty() || run(bound, withoutDigests(asked)).isEmpty();
      failures.putAll(kept ? Map.of() : install(words, asked, false));
      Set<String> lacking = PipCheckText.lacking(check(), names(group));
      if (!lacking.isEmpty() && target.place() != PipTarget.Place.FOLDER) {
        // Whoever is there already keeps its version, and gets what it lacks.
        words.addAll(lacking);
        run(words)
            .ifPresent(said -> bench.progress().warn("pip cannot mend " + lacking + ": " + said));
      }
    }
    return failures;
  }

  private static Collection<List<PipRequirement>> byIndex(List<PipRequirement> some) {
    return some.stream().collect(Collectors.groupingBy(PipRequirement::indexes)).values();
  }

  private Path constraints(List<String> lines) throws IOException {
    return Files.write(Files.createTempFile(bench.folder(), "constraints", ".txt"), lines);
  }

  private static List<PipRequirement> asked(List<PipRequirement> some) {
    return some.stream().filter(PipRequirement::requested).toList();
  }

  private static List<String> texts(List<PipRequirement> some) {
    return some.stream().map(PipRequirement::text).toList();
  }

  private static Set<String> names(List<PipRequirement> some) {
    return some.stream().map(one -> one.key().name()).collect(Collectors.toUnmodifiableSet());
  }

  private List<String> check() {
    try {
      List<String> words = pip(target.python(), "check");
      words.remove("-q");
      return bench.commands().run(Command.of(words).with(ENVIRONMENT).within(LIMIT)).lines();
    } catch (CommandException e) {
      return List.of();
    }
  }

  /** Installs sources that stay where they lie. */
  Map<EntryKey, String> installEditable(PipRequirement one) {
    List<String> words = pipInstall();
    words.addAll(List.of("-e", one.text()));
    Optional<String> problem = run(words);
    if (problem.isPresent()) {
      words.add("--no-build-isolation");
      problem = run(words).isEmpty() ? Optional.empty() : problem;
    }
    return problem.map(said -> Map.of(one.key(), said)).orElse(Map.of());
  }

  private List<String> pipInstall() {
    List<String> words = pip(target.python(), "install", "--no-deps");
    if (target.place() == PipTarget.Place.USER) {
      words.add("--user");
    } else if (target.place() == PipTarget.Place.FOLDER) {
      words.addAll(List.of("--upgrade", "--target", target.site().value()));
    }
    return words;
  }

  private List<String> pip(String python, String... arguments) {
    List<String> words = new ArrayList<>(List.of(target.base(), "-m", "pip", "-q"));
    if (!python.equals(target.base())) {
      words.addAll(List.of("--python", python));
    }
    words.addAll(List.of("--cache-dir", bench.folder().resolve("cache").toString()));
    words.addAll(List.of(arguments));
    return words;
  }

  private List<String> uv(String python) {
    List<String> words = new ArrayList<>(List.of("uv", "pip", "install", "-q", "--no-deps"));
    words.addAll(List.of("--python", python));
    words.addAll(List.of("--cache-dir", bench.folder().resolve("uv").toString()));
    return words;
  }

  /** A requirements file. */
  private Path file(List<PipRequirement> some) throws IOException {
    List<String> lines = new ArrayList<>();
    some.forEach(one -> lines.addAll(one.lines()));
    return write(lines);
  }

  /** A requirements file without digests, which were those of what was fetched. */
  private Path withoutDigests(List<PipRequirement> some) throws IOException {
    return write(some.stream().map(PipRequirement::text).toList());
  }

  private Path write(List<String> lines) throws IOException {
    Path file = bench.folder().resolve("requirements.txt");
    Files.writeString(
        file,
        lines.stream().distinct().collect(Collectors.joining("\n", "", "\n")),
        StandardCharsets.UTF_8);
    return file;
  }

  private Optional<String> run(List<String> words, Path requirements) {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of("-r", requirements.toString()));
    return run(all);
  }

  /** What the program says when it fails; empty when it does not. */
  private Optional<String> run(List<String> words) {
    try {
      CommandResult result =
          bench.commands().run(Command.of(words).with(ENVIRONMENT).within(LIMIT));
      return result.succeeded() ? Optional.empty() : Optional.of(said(result.error()));
    } catch (CommandException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** The line that tells: pip says first what is missing, and last what it makes of it. */
  static String said(String error) {
    if (NO_NETWORK.matcher(error).find()) {
      return UNREACHABLE;
    }
    if (error.contains("DO NOT MATCH THE HASHES") || error.contains("Hash mismatch")) {
      return "what is offered now has another SHA-256 than what was recorded";
    }
    List<String> lines = error.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    List<String> errors = lines.stream().filter(line -> line.startsWith("ERROR:")).toList();
    String line =
        errors.isEmpty()
            ? lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1)
            : errors.get(errors.size() - 1).substring("ERROR:".length()).strip();
    return line.length() > 200 ? line.substring(0, 200) + "…" : line;
  }
}
