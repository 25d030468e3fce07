package io.envsnap.agent.ecosystem.git;

import io.envsnap.agent.ecosystem.InstallBench;
import io.envsnap.agent.ecosystem.Installer;
import io.envsnap.agent.ecosystem.Prepared;
import io.envsnap.agent.process.Command;
import io.envsnap.agent.process.CommandException;
import io.envsnap.agent.process.CommandResult;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Clones one repository at its commit, with its submodules and LFS files, beside its place, and
 * moves it there when it is whole. Nothing that the repository says is run.
 */
final class GitClone implements Installer {
  private static final Duration LIMIT = Duration.ofHours(2);
  private static final Pattern DEPTH = Pattern.compile("[1-9][0-9]{0,8}");
  private static final Pattern FILTER =
      Pattern.compile("blob:none|blob:limit=[0-9]+[kmg]?|tree:[0-9]+");
  private static final String WEB = "http:https:ssh:git";

  private final Entry entry;
  private final Path place;
  private final List<EntryKey> keys = new ArrayList<>();
  private boolean prepared;

  /** git-lfs comes with the packages, which are installed before. */
  private boolean pullsLater;

  GitClone(Entry entry, Path place) {
    this.entry = entry;
    this.place = place;
    keys.add(entry.key());
  }

  /** A submodule comes along. */
  void add(EntryKey submodule) {
    keys.add(submodule);
  }

  @Override
  public Prepared prepare(InstallBench bench) throws IOException {
    try {
      Path folder = bench.folder().resolve("clone");
      boolean exact = fetch(bench, folder);
      Optional<String> tip = exact || !bench.relax() ? Optional.empty() : tip(bench, folder);
      if (!exact && tip.isEmpty()) {
        throw new CommandException(lost());
      }
      checkOut(bench, folder, tip.orElse(entry.version()));
      prepared = true;
      return new Prepared(Map.of(), exact ? Map.of() : all(lost()));
    } catch (CommandException e) {
      return new Prepared(all(String.valueOf(e.getMessage())));
    }
  }

  private String lost() {
    return "`"
        + entry.attribute("remote")
        + "` does not have commit "
        + entry.version().substring(0, 12)
        + " any more";
  }

  /** Where the recorded branch is now; empty where there is none of that name any more. */
  private Optional<String> tip(InstallBench bench, Path folder) throws CommandException {
    String upstream = entry.attribute("upstream");
    String branch =
        upstream.startsWith("origin/") ? upstream : "origin/" + entry.attribute("branch");
    String ref = "refs/remotes/" + branch;
    boolean there =
        !entry.attribute("branch").isEmpty()
            && succeeds(bench, folder, List.of("rev-parse", "-q", "--verify", ref + "^{commit}"));
    return there ? Optional.of(ref) : Optional.empty();
  }

  /** Clones; tells whether the recorded commit is there. */
  private boolean fetch(InstallBench bench, Path folder) throws CommandException {
    List<String> words = new ArrayList<>(List.of("clone", "-q", "--no-checkout"));
    Optional<String> depth =
        Optional.of(entry.attribute("shallow")).filter(text -> DEPTH.matcher(text).matches());
    depth.ifPresent(number -> words.addAll(List.of("--depth", number, "--no-single-branch")));
    if (FILTER.matcher(entry.attribute("partial")).matches()) {
      words.add("--filter=" + entry.attribute("partial"));
    }
    if (!entry.attribute("bare").isEmpty()) {
      words.add("--bare");
    }
    words.addAll(List.of("--", entry.attribute("remote"), folder.toString()));
    git(bench, bench.folder(), WEB, words);
    boolean there =
        succeeds(bench, folder, List.of("cat-file", "-e", entry.version() + "^{commit}"));
    List<String> more = new ArrayList<>(List.of("fetch", "-q"));
    depth.ifPresent(number -> more.addAll(List.of("--depth", number)));
    more.addAll(List.of("origin", entry.version()));
    return there || succeeds(bench, folder, more);
  }

  private void checkOut(InstallBench bench, Path folder, String commit) throws CommandException {
    for (String further : entry.attribute("remotes").split(", ")) {
      int equals = further.indexOf('=');
      String url = further.substring(equals + 1);
      if (equals > 0 && !ProgramSettings.isRemoteHelper(url) && !further.startsWith("-")) {
        git(bench, folder, WEB, List.of("remote", "add", "--", further.substring(0, equals), url));
      }
    }
    if (!entry.attribute("bare").isEmpty()) {
      return;
    }
    boolean lfs = !entry.attribute("lfs").isEmpty();
    LfsFiles files = lfsFiles(bench, folder);
    boolean there = lfs && files.isAtHand();
    if (lfs && !there && !bench.hasPackage(LfsFiles.program())) {
      throw new CommandException("it has LFS files, and this machine has no `git-lfs`");
    }
    String branch = entry.attribute("branch");
    List<String> checkout =
        branch.isEmpty()
            ? List.of("checkout", "-q", "--detach", commit, "--")
            : List.of("checkout", "-q", "-B", branch, commit, "--");
    git(bench, folder, WEB, there ? LfsFiles.asPointers(checkout) : checkout);
    String upstream = entry.attribute("upstream");
    if (!branch.isEmpty() && !upstream.isEmpty() && !upstream.startsWith("-")) {
      // The branch may have gone upstream; its commit has not.
      succeeds(bench, folder, List.of("branch", "-q", "--set-upstream-to=" + upstream, branch));
    }
    if (Files.exists(folder.resolve(".gitmodules"))
        && !entry.attribute("submodules").equals("0")
        && !entry.attribute("submodules").isEmpty()) {
      git(bench, folder, WEB, List.of("submodule", "-q", "update", "--init", "--recursive"));
    }
    if (lfs && entry.attribute("lfsPointers").isEmpty()) {
      if (there) {
        files.pull();
      } else {
        pullsLater = true;
      }
    }
  }

  /** git-lfs writes its own hooks, so that nothing may lead it away from their folder. */
  private static LfsFiles lfsFiles(InstallBench bench, Path folder) {
    return new LfsFiles(
        arguments -> {
          List<String> words = new ArrayList<>(List.of("git"));
          words.addAll(arguments);
          return bench.commands().run(limited(Command.of(words).in(folder), WEB));
        });
  }

  @Override
  public Map<EntryKey, String> install(InstallBench bench) throws IOException {
    if (!prepared) {
      return Map.of();
    }
    Path clone = bench.folder().resolve("clone");
    try {
      if (pullsLater) {
        lfsFiles(bench, clone).pull();
      }
      Files.createDirectories(place.toAbsolutePath().getParent());
      // An empty folder gives way; anything else makes it fail.
      Files.deleteIfExists(place);
      bench.commands().require(Command.of("mv", "-T", "--", clone.toString(), place.toString()));
      return Map.of();
    } catch (CommandException e) {
      return all(String.valueOf(e.getMessage()));
    }
  }

  private Map<EntryKey, String> all(String why) {
    Map<EntryKey, String> failures = new TreeMap<>();
    keys.forEach(key -> failures.put(key, why));
    return failures;
  }

  private static void git(InstallBench bench, Path folder, String protocols, List<String> arguments)
      throws CommandException {
    CommandResult result = bench.commands().run(command(folder, protocols, arguments));
    if (!result.succeeded()) {
      throw new CommandException(said(result.error()));
    }
  }

  private static boolean succeeds(InstallBench bench, Path folder, List<String> arguments)
      throws CommandException {
    return bench.commands().run(command(folder, WEB, arguments)).succeeded();
  }

  private static Command command(Path folder, String protocols, List<String> arguments) {
    List<String> words = new ArrayList<>(List.of("git", "-c", "core.hooksPath=/dev/null"));
    words.addAll(List.of("-c", "core.fsmonitor=false", "-c", "advice.detachedHead=false"));
    words.addAll(arguments);
    return limited(Command.of(words).in(folder), protocols);
  }

  private static Command limited(Command command, String protocols) {
    return command
        .with(
            Map.of(
                "GIT_TERMINAL_PROMPT", "0",
                "GIT_ALLOW_PROTOCOL", protocols,
                "GIT_TRACE2_EVENT", "0"))
        .within(LIMIT);
  }

  /** What git complains about; it needs a credential where it could not ask for one. */
  private static String said(String error) {
    List<String> lines = error.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    String fatal =
        lines.stream()
            .filter(line -> line.startsWith("fatal:") || line.startsWith("error:"))
            .findFirst()
            .orElse(lines.isEmpty() ? "git said nothing" : lines.get(lines.size() - 1));
    boolean denied =
        error.contains("could not read Username")
            || error.contains("could not read Password")
            || error.contains("Authentication failed")
            || error.contains("Permission denied (publickey");
    return denied ? "it needs a credential: give GIT_ASKPASS or ~/.netrc" : fatal;
  }
}
