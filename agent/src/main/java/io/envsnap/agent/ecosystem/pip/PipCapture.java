package io.envsnap.agent.ecosystem.pip;

import io.envsnap.agent.ecosystem.Capture;
import io.envsnap.agent.ecosystem.CaptureContext;
import io.envsnap.agent.ecosystem.Claim;
import io.envsnap.agent.host.PythonInterpreter;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.lockfile.Need;
import io.envsnap.spec.redact.SafeUrl;
import io.envsnap.spec.snapshot.Timestamp;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds the distributions of a session by what says that they are installed, and claims their
 * paths.
 */
final class PipCapture {
  private static final int SMALL = 1 << 20;

  private final CaptureContext context;
  private final SessionPaths paths;
  private final DistributionReader reader;
  private final Siblings siblings;
  private final StandsOn standsOn;
  private final Map<TreePath, Optional<Distribution>> read;
  private final Map<TreePath, List<TreePath>> brought;
  private final SortedMap<EntryKey, Entry> entries = new TreeMap<>();
  private final Map<TreePath, byte[]> substitutes = new HashMap<>();
  private final List<Need> needs = new ArrayList<>();

  PipCapture(CaptureContext context) {
    this.context = context;
    this.paths = new SessionPaths(context.changes(), context.claimed());
    this.reader = new DistributionReader(context.tree());
    this.siblings = new Siblings(context.tree());
    this.standsOn = new StandsOn(context);
    this.read = readAll();
    this.brought = broughtBy(read.values().stream().flatMap(Optional::stream).toList());
  }

  /** What is installed by what says so, but for what cannot be read, which is tried again. */
  private Map<TreePath, Optional<Distribution>> readAll() {
    Map<TreePath, Optional<Distribution>> all = new HashMap<>();
    for (TreePath path : context.changes().changed().keySet()) {
      Optional<TreePath> info = info(path);
      if (info.isPresent() && !all.containsKey(info.get())) {
        readable(info.get()).ifPresent(found -> all.put(info.get(), found));
      }
    }
    return all;
  }

  private Optional<Optional<Distribution>> readable(TreePath info) {
    try {
      return Optional.of(reader.read(info));
    } catch (IOException e) {
      // It may be somebody else's, and then nobody needs it.
      return Optional.empty();
    }
  }

  Capture capture() throws IOException {
    Map<EntryKey, List<Distribution>> found = distributions();
    Interpreters interpreters = new Interpreters(context);
    Environments environments = new Environments(context.tree(), paths, interpreters);
    for (Map.Entry<EntryKey, List<Distribution>> one : found.entrySet()) {
      describe(one.getKey(), one.getValue().get(0), interpreters, environments);
      one.getValue().forEach(distribution -> claim(one.getKey(), distribution));
    }
    found.forEach((key, all) -> all.forEach(one -> claimRest(key, one)));
    new RemovedDistributions(context.changes().deleted(), paths, entries).enter();
    for (Entry environment : environments.entries()) {
      entries.put(environment.key(), environment);
      paths.claimBelow(TreePath.of(environment.key().name()), Claim.content(environment.key()));
    }
    return new Capture(
        List.copyOf(entries.values()),
        paths.claims(),
        Set.of(),
        substitutes,
        Map.of(),
        needs,
        List.of());
  }

  /** The newest of each project first. */
  private Map<EntryKey, List<Distribution>> distributions() throws IOException {
    Set<TreePath> infos = new TreeSet<>();
    for (TreePath path : context.changes().changed().keySet()) {
      if (paths.isFree(path)) {
        info(path).ifPresent(infos::add);
      }
    }
    List<Distribution> all = new ArrayList<>();
    for (TreePath info : infos) {
      Optional<Distribution> one = read.get(info);
      if (one == null) {
        one = reader.read(info);
      }
      one.filter(found -> !found.name().isEmpty()).ifPresent(all::add);
    }
    Set<TreePath> vendored = vendored(all);
    Map<EntryKey, List<Distribution>> found = new TreeMap<>();
    for (Distribution one : all) {
      if (!vendored.contains(one.info())) {
        found
            .computeIfAbsent(PipEcosystem.key(one.site(), one.name()), key -> new ArrayList<>())
            .add(one);
      }
    }
    for (List<Distribution> same : found.values()) {
      same.sort(Comparator.comparing(this::written).reversed());
    }
    return found;
  }

  /**
   * What others carry about as files of their own, with what says that it is installed: nobody
   * installed it, and it comes and goes with them.
   */
  private static Set<TreePath> vendored(List<Distribution> all) {
    // Each reads its own list when it is first asked.
    return all.parallelStream()
        .flatMap(one -> one.files().stream().filter(file -> !file.isWithin(one.info())))
        .flatMap(file -> info(file).stream())
        .collect(Collectors.toSet());
  }

  /** By the time that a restore keeps, so that a record of a restored machine says the same. */
  private Timestamp written(Distribution one) {
    TreePath metadata = one.info().child("METADATA");
    return context.changes().status(metadata).map(FileStatus::mtime).orElse(new Timestamp(0, 0));
  }

  /** What says that a distribution is installed, when the path is its heart. */
  private static Optional<TreePath> info(TreePath path) {
    String text = path.value();
    if (!text.endsWith("METADATA")
        && !text.endsWith("PKG-INFO")
        && !text.endsWith(".egg-link")
        && !text.endsWith(".egg-info")) {
      return Optional.empty();
    }
    String name = path.name();
    TreePath parent = path.parent().orElse(TreePath.ROOT);
    if (name.equals("METADATA") || name.equals("PKG-INFO")) {
      TreePath info = parent.name().equals("EGG-INFO") ? parent.parent().orElse(parent) : parent;
      return DistributionReader.isInfo(info.name()) ? Optional.of(info) : Optional.empty();
    }
    boolean single = name.endsWith(".egg-link") || name.endsWith(".egg-info");
    return single && DistributionReader.isInfo(name) && isSiteFolder(parent)
        ? Optional.of(path)
        : Optional.empty();
  }

  /** A build leaves {@code .egg-info} beside its sources; only a site folder's count. */
  private static boolean isSiteFolder(TreePath folder) {
    return folder.name().equals("site-packages") || folder.name().equals("dist-packages");
  }

  private void describe(
      EntryKey key, Distribution one, Interpreters interpreters, Environments environments)
      throws IOException {
    SortedMap<String, String> attributes = DistributionWords.attributes(one);
    Optional<Entry> environment = environments.around(one.site());
    environment.ifPresent(found -> attributes.put("environment", found.key().name()));
    environment
        .map(found -> found.attribute("python"))
        .filter(path -> !path.isEmpty())
        .or(() -> interpreters.of(one.site()).map(python -> python.path().value()))
        .ifPresent(path -> attributes.put("python", path));
    Optional<PythonInterpreter> looksInto =
        environment.isPresent()
            ? environments.looksInto(environment.get())
            : interpreters.of(one.site());
    if (looksInto.isPresent()) {
      String base = standsOn.of(one, looksInto.get());
      if (!base.isEmpty()) {
        attributes.put(StandsOn.ATTRIBUTE, base);
      }
    }
    List<String> beside = siblings.beside(one.site(), one.name(), one.version());
    if (!beside.isEmpty()) {
      attributes.put("beside", String.join(" ", beside));
    }
    entries.put(
        key,
        new Entry(
            key, one.version(), one.requested(), DistributionWords.artifacts(one), attributes));
    TreePath json = one.info().child("direct_url.json");
    Optional<SafeUrl> url = one.direct().map(direct -> SafeUrl.of(direct.url()));
    if (url.isPresent() && url.get().hadSecret() && one.direct().isPresent()) {
      String text =
          context
              .tree()
              .read(json, SMALL)
              .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
              .orElse("");
      String safe = text.replace(one.direct().get().url(), url.get().toString());
      substitutes.put(json, safe.getBytes(StandardCharsets.UTF_8));
      url.get().need("pip " + one.name()).ifPresent(needs::add);
    }
  }

  /** By what says that each is installed; on all processors, as these are most of the paths. */
  private Map<TreePath, List<TreePath>> broughtBy(List<Distribution> all) {
    return all.parallelStream()
        .collect(Collectors.toConcurrentMap(Distribution::info, paths::broughtBy, (a, b) -> a));
  }

  private void claim(EntryKey key, Distribution one) {
    List<TreePath> known = brought.get(one.info());
    paths.claim(known == null ? paths.broughtBy(one) : known, Claim.content(key));
    paths.claimBelow(one.info(), Claim.late(key));
    paths.claim(one.info(), Claim.late(key));
  }

  /** The folders right below the site that it has files in, besides what says that it is there. */
  private static Set<TreePath> tops(Distribution one) {
    Set<TreePath> tops = new TreeSet<>();
    String last = "";
    int above = one.site().value().length() + 1;
    for (TreePath file : one.files()) {
      String text = file.value();
      int slash = file.isWithin(one.site()) ? text.indexOf('/', above) : -1;
      boolean known = slash == last.length() && text.startsWith(last);
      if (slash > 0 && !known && !file.isWithin(one.info())) {
        last = text.substring(0, slash);
        tops.add(TreePath.of(last));
      }
    }
    return tops;
  }

  /** Files that nobody lists, in a folder that only this distribution has: made or left by it. */
  private void claimRest(EntryKey key, Distribution one) {
    for (TreePath top : tops(one)) {
      if (paths.ownersBelow(top).equals(Set.of(key))) {
        paths.claimBelow(top, Claim.content(key));
        paths.claim(top, Claim.content(key));
      }
    }
  }
}
