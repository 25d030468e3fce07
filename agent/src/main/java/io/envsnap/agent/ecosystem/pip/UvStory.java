package io.envsnap.agent.ecosystem.pip;

import io.envsnap.agent.ecosystem.StoryContext;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.spec.journal.Origin;
import io.envsnap.spec.journal.Told;
import io.envsnap.spec.redact.SafeUrl;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Completes the story of uv, which has no hook: what it installed says so and when, and its cache
 * says where that came from.
 */
final class UvStory {
  /** What pip and uv search where nobody tells them anything else. */
  static final String PYPI = "https://pypi.org/simple";

  /** Clocks of files and of processes are that far apart at most, in hundredths of a second. */
  private static final long CLOCKS_APART = 200;

  private static final Pattern PROJECT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  /** As exact as ticks are told, in hundredths of a second. */
  private static final long SLACK = 3;

  private static final int LIMIT = 1 << 16;

  private final StoryContext context;
  private final DistributionReader reader;

  UvStory(StoryContext context) {
    this.context = context;
    this.reader = new DistributionReader(context.tree());
  }

  /** The story, without processes that nobody saw at work and that brought nothing. */
  List<Told> complete(List<Told> told) throws IOException {
    List<Told> all = new ArrayList<>(told);
    for (TreePath path : context.changed()) {
      if (path.name().equals("pyvenv.cfg") && text(path).contains("\nuv = ")) {
        enterEnvironment(path, path.parent().orElse(path), all);
      }
    }
    for (TreePath path : context.changed()) {
      if (path.name().equals("INSTALLER") && isUv(path)) {
        enterDistribution(path, all);
      }
    }
    for (int i = 0; i < all.size(); i++) {
      all.set(i, withRemovals(all.get(i), all.subList(0, i)));
    }
    all.removeIf(one -> isUv(one) && one.words().isEmpty() && one.changed().isEmpty());
    return all;
  }

  private boolean isUv(TreePath installer) throws IOException {
    return text(installer).strip().equals("uv");
  }

  private String text(TreePath path) throws IOException {
    return context
        .tree()
        .read(path, LIMIT)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .orElse("");
  }

  private static boolean isUv(Told one) {
    return one.by().equals("uv");
  }

  private void enterDistribution(TreePath installer, List<Told> all) throws IOException {
    Optional<Distribution> read = reader.read(installer.parent().orElse(installer));
    if (read.isPresent()) {
      Distribution one = read.get();
      String thing = ProjectName.normal(one.name()) + " " + one.version();
      enter(installer, "+ " + thing, read, all, moment -> installs(one.name(), moment));
    }
  }

  private void enterEnvironment(TreePath written, TreePath folder, List<Told> all)
      throws IOException {
    enter(written, "+ " + folder.value(), Optional.empty(), all, moment -> makes(folder, moment));
  }

  /** Gives the process that was at work when the file was written what it brought. */
  private void enter(
      TreePath written,
      String change,
      Optional<Distribution> installed,
      List<Told> all,
      LongFunction<Comparator<Told>> likely)
      throws IOException {
    Optional<FileStatus> status = context.tree().status(written);
    if (status.isEmpty()) {
      return;
    }
    Timestamp mtime = status.get().mtime();
    Instant at = Instant.ofEpochSecond(mtime.seconds(), mtime.nanos());
    if (!context.isOfSession(at)) {
      return;
    }
    long moment = context.ticks(at);
    Comparator<Told> order = likely.apply(moment);
    int nearest = -1;
    for (int i = 0; i < all.size(); i++) {
      boolean ours = isUv(all.get(i)) && all.get(i).key().boot().equals(context.bootName());
      if (ours
          && apart(all.get(i), moment) <= CLOCKS_APART
          && (nearest < 0 || order.compare(all.get(i), all.get(nearest)) < 0)) {
        nearest = i;
      }
    }
    if (nearest < 0) {
      return;
    }
    Told one = all.get(nearest);
    List<String> changed = new ArrayList<>(one.changed());
    changed.add(change);
    List<Origin> origins = new ArrayList<>(one.origins());
    if (installed.isPresent()) {
      origins.add(origin(installed.get(), one));
    }
    all.set(nearest, one.changing(changed).installing(origins));
  }

  /**
   * Whoever names the thing, else was at work, else began first: what was written when one ended
   * and the next began is the work of the one that ended, since uv looks before it installs.
   */
  private static Comparator<Told> installs(String project, long moment) {
    String thing = ProjectName.normal(project);
    return Comparator.comparing((Told one) -> !names(one, thing))
        .thenComparingLong(one -> Math.max(0, apart(one, moment) - SLACK))
        .thenComparingLong(one -> one.key().start());
  }

  /** An environment is made by a command that makes some, and first of all. */
  private static Comparator<Told> makes(TreePath folder, long moment) {
    Set<String> makers =
        folder.value().contains("/uv/tools/")
            ? Set.of("tool", "uvx")
            : Set.of("venv", "sync", "add", "remove", "run");
    return Comparator.comparing(
            (Told one) -> one.words().stream().limit(6).noneMatch(makers::contains))
        .thenComparingLong(one -> Math.max(0, apart(one, moment) - SLACK))
        .thenComparing(one -> one.words().stream().noneMatch(word -> isAt(folder, word)))
        .thenComparingLong(one -> -one.key().start());
  }

  private static boolean isAt(TreePath folder, String word) {
    return folder.value().equals(word) || folder.value().endsWith("/" + word);
  }

  private static boolean names(Told one, String thing) {
    boolean removes = one.words().contains("uninstall") || one.words().contains("remove");
    return !removes
        && one.words().stream()
            .anyMatch(word -> ProjectName.normal(word.split("[\\[=<>!~@;, ]", 2)[0]).equals(thing));
  }

  /** How far a moment lies outside of a process. */
  private static long apart(Told one, long moment) {
    long end = one.end() < 0 ? Long.MAX_VALUE : one.end();
    return Math.max(0, Math.max(one.key().start() - moment, moment - end));
  }

  private Origin origin(Distribution installed, Told one) throws IOException {
    Optional<UvCache.Fetched> file = new UvCache(context.tree(), caches(one)).find(installed);
    SortedMap<String, String> attributes = new TreeMap<>();
    attributes.put("into", installed.site().value());
    String bucket = file.map(UvCache.Fetched::bucket).orElse("");
    String index = bucket.equals("pypi") ? PYPI : bucket.equals("index") ? indexes(one) : "";
    if (!index.isEmpty()) {
      attributes.put("index", index);
    }
    return new Origin(
        installed.name(),
        installed.version(),
        file.map(UvCache.Fetched::url).orElse(""),
        file.map(UvCache.Fetched::sha256).orElse(""),
        attributes);
  }

  private static Set<TreePath> caches(Told one) {
    SortedMap<String, String> set = one.settings();
    String home = set.getOrDefault("HOME", "/root");
    String shared = set.getOrDefault("XDG_CACHE_HOME", home + "/.cache");
    Set<TreePath> caches = new HashSet<>();
    Stream.concat(
            values(one, "--cache-dir").stream(),
            Stream.of(set.getOrDefault("UV_CACHE_DIR", shared + "/uv"), shared + "/uv"))
        .filter(path -> path.startsWith("/"))
        .forEach(path -> TreePath.ROOT.resolve(path).ifPresent(caches::add));
    return caches;
  }

  /**
   * The indexes that uv was told to search: by the command line, else by its environment, else by
   * its files of settings as they are now.
   */
  private String indexes(Told one) throws IOException {
    List<String> told = new ArrayList<>(values(one, "--index"));
    for (String option : List.of("-i", "--index-url", "--default-index", "--extra-index-url")) {
      told.addAll(values(one, option));
    }
    if (told.isEmpty()) {
      for (String name :
          List.of("UV_INDEX", "UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_EXTRA_INDEX_URL")) {
        Stream.of(one.settings().getOrDefault(name, "").split(" "))
            .filter(word -> !word.isEmpty())
            .forEach(told::add);
      }
    }
    if (told.isEmpty()) {
      told.addAll(new UvSettings(context.tree()).indexes(one));
    }
    List<String> safe = told.stream().map(SafeUrl::of).map(SafeUrl::text).distinct().toList();
    return String.join(" ", safe);
  }

  /** Values of an option, in both of the ways of writing it. */
  static List<String> values(Told one, String option) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < one.words().size(); i++) {
      String word = one.words().get(i);
      if (word.equals(option) && i + 1 < one.words().size()) {
        values.add(one.words().get(i + 1));
      } else if (word.startsWith(option + "=")) {
        values.add(word.substring(option.length() + 1));
      }
    }
    return values;
  }

  /**
   * uv names nothing that it removed: its words do, where an earlier command had named the same and
   * the machine has it no more.
   */
  private Told withRemovals(Told one, List<Told> before) {
    int verb = one.words().indexOf("uninstall");
    if (!isUv(one) || one.exit() != 0 || verb < 0) {
      return one;
    }
    List<String> where = values(one, "--python");
    Set<String> present = present(where.isEmpty() ? "/" : where.get(0));
    List<String> changed = new ArrayList<>(one.changed());
    for (String word : one.words().subList(verb + 1, one.words().size())) {
      String project = ProjectName.normal(word);
      boolean there =
          before.stream()
              .anyMatch(
                  earlier -> earlier.exit() == 0 && isPython(earlier) && names(earlier, project));
      if (PROJECT.matcher(word).matches() && there && !present.contains(project)) {
        changed.add("- " + project);
      }
    }
    return one.changing(changed);
  }

  private static boolean isPython(Told one) {
    return isUv(one) || one.by().equals("pip");
  }

  /** What the session has installed in an environment, or anywhere. */
  private Set<String> present(String below) {
    Set<String> present = new HashSet<>();
    for (TreePath path : context.changed()) {
      String name = path.name();
      if (name.endsWith(".dist-info") && path.value().startsWith(below)) {
        present.add(ProjectName.normal(name.split("-", 2)[0]));
      }
    }
    return present;
  }
}
