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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Runs pip and uv, each with a cache that goes afterwards, and with what a machine says of indexes.
 */
final class PythonCalls {
  private static final Duration LIMIT = Duration.ofHours(2);
  static final String UNREACHABLE = "its index cannot be reached";
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
  private Optional<SearchedIndexes> searched = Optional.empty();

  PythonCalls(InstallBench bench, PipTarget target) {
    this.bench = bench;
    this.target = target;
  }

  boolean hasUv() {
    return target.place() == PipTarget.Place.USUAL && run(List.of("uv", "--version")).isEmpty();
  }

  /** Variables that let these indexes be searched and no others. */
  Map<String, String> only(List<String> indexes) {
    if (searched.isEmpty()) {
      searched = Optional.of(SearchedIndexes.of(lines(pipSettings()), lines(List.of("env"))));
    }
    return searched.get().only(indexes);
  }

  private List<String> pipSettings() {
    List<String> words = pip(target.base(), "config", "list");
    words.remove("-q");
    return words;
  }

  /**
   * Looks whether an index, asked alone, has the recorded version of something.
   *
   * @param folder an empty folder, for what it has
   */
  IndexAnswer ask(PipRequirement one, String index, Path folder) throws IOException {
    Files.createDirectories(folder);
    List<String> words =
        pip(target.base(), "download", "-vv", "--no-deps", "-d", folder.toString());
    words.remove("-q");
    words.addAll(List.of("-r", write(List.of(one.text())).toString()));
    Map<String, String> environment = new HashMap<>(ENVIRONMENT);
    environment.putAll(only(List.of(index)));
    try {
      CommandResult result =
          bench.commands().run(Command.of(words).with(environment).within(LIMIT));
      return IndexAnswer.of(result, folder);
    } catch (CommandException e) {
      return IndexAnswer.none(String.valueOf(e.getMessage()));
    }
  }

  /** All at once, or one by one where that fails. */
  Map<EntryKey, String> install(
      List<String> words, List<PipRequirement> some, boolean digests, Map<String, String> places)
      throws IOException {
    if (some.isEmpty()
        || run(words, digests ? file(some) : withoutDigests(some), places).isEmpty()) {
      return Map.of();
    }
    Map<EntryKey, String> failures = new TreeMap<>();
    for (PipRequirement one : some) {
      run(words, digests ? file(List.of(one)) : withoutDigests(List.of(one)), places)
          .ifPresent(said -> failures.put(one.key(), said));
    }
    return failures;
  }

  Path constraints(List<String> lines) throws IOException {
    return Files.write(Files.createTempFile(bench.folder(), "constraints", ".txt"), lines);
  }

  List<String> lines(List<String> words) {
    try {
      return bench.commands().run(Command.of(words).with(ENVIRONMENT).within(LIMIT)).lines();
    } catch (CommandException e) {
      return List.of();
    }
  }

  List<String> pipInstall() {
    List<String> words = pip(target.python(), "install", "--no-deps");
    if (target.place() == PipTarget.Place.USER) {
      words.add("--user");
    } else if (target.place() == PipTarget.Place.FOLDER) {
      words.addAll(List.of("--upgrade", "--target", target.site().value()));
    }
    return words;
  }

  List<String> pip(String python, String... arguments) {
    List<String> words = new ArrayList<>(List.of(target.base(), "-m", "pip", "-q"));
    if (!python.equals(target.base())) {
      words.addAll(List.of("--python", python));
    }
    words.addAll(List.of("--cache-dir", bench.folder().resolve("cache").toString()));
    words.addAll(List.of(arguments));
    return words;
  }

  List<String> uv(String python) {
    List<String> words = new ArrayList<>(List.of("uv", "pip", "install", "-q", "--no-deps"));
    words.addAll(List.of("--python", python));
    words.addAll(List.of("--cache-dir", bench.folder().resolve("uv").toString()));
    return words;
  }

  /** A requirements file. */
  Path file(List<PipRequirement> some) throws IOException {
    List<String> lines = new ArrayList<>();
    some.forEach(one -> lines.addAll(one.lines()));
    return write(lines);
  }

  /** A requirements file without digests, which were those of what was fetched. */
  Path withoutDigests(List<PipRequirement> some) throws IOException {
    return write(some.stream().map(PipRequirement::text).toList());
  }

  Path write(List<String> lines) throws IOException {
    Path file = bench.folder().resolve("requirements.txt");
    Files.writeString(
        file,
        lines.stream().distinct().collect(Collectors.joining("\n", "", "\n")),
        StandardCharsets.UTF_8);
    return file;
  }

  Optional<String> run(List<String> words, Path requirements, Map<String, String> places) {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of("-r", requirements.toString()));
    return run(all, places);
  }

  /** What the program says when it fails; empty when it does not. */
  Optional<String> run(List<String> words) {
    return run(words, Map.of());
  }

  private Path temporary() {
    try {
      return Files.createDirectories(bench.folder().resolve("tmp"));
    } catch (IOException e) {
      return bench.folder();
    }
  }

  Optional<String> run(List<String> words, Map<String, String> places) {
    Map<String, String> environment = new HashMap<>(ENVIRONMENT);
    environment.putAll(places);
    // What a killed pip leaves goes with all else that it was given.
    environment.put("TMPDIR", temporary().toString());
    try {
      CommandResult result =
          bench.commands().run(Command.of(words).with(environment).within(LIMIT));
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
