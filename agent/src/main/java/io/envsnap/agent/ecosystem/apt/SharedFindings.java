package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.baseline.Baseline;
import io.envsnap.agent.ecosystem.CaptureContext;
import io.envsnap.agent.ecosystem.Claim;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Writes down what the session changed in the files that packages share, record by record. */
final class SharedFindings {
  private static final String FOREIGN = "foreign";

  private final CaptureContext context;
  private final HostTree tree;
  private final DpkgDatabase database;
  private final Set<String> ours = new TreeSet<>();
  private final Set<String> aside = new TreeSet<>();
  private final List<SharedFile> known;
  private Debconf debconf = new Debconf(Map.of());
  private Map<String, String> templates = Map.of();

  /**
   * With all that is known.
   *
   * @param session the session's packages
   * @param aside packages that are envsnap's own or the host's
   * @param baselineFiles what a taken baseline keeps
   */
  SharedFindings(
      CaptureContext context,
      DpkgDatabase database,
      SessionPackages session,
      Set<PackageId> aside,
      List<TreePath> baselineFiles) {
    this.context = context;
    this.tree = context.tree();
    this.database = database;
    session.changes().keySet().forEach(id -> ours.add(id.name()));
    aside.forEach(id -> this.aside.add(id.name()));
    this.aside.removeAll(ours);
    this.known =
        context.baseline().taken()
            ? SharedFile.ALL.stream().filter(f -> baselineFiles.contains(f.path())).toList()
            : List.of();
  }

  void into(Findings findings) throws IOException {
    debconf =
        Debconf.of(
            SharedFile.DEBCONF_CONFIG
                .records(SystemFiles.read(tree, SystemFiles.DEBCONF_CONFIG).orElse(new byte[0]))
                .values());
    templates =
        SharedFile.DEBCONF_TEMPLATES.records(
            SystemFiles.read(tree, SystemFiles.DEBCONF_TEMPLATES).orElse(new byte[0]));
    boolean any = false;
    for (SharedFile file : files()) {
      if (context.changes().touched(file.path()) || isDeleted(file.path())) {
        RecordDelta delta = delta(file);
        delta.into(findings);
        any |= !delta.isEmpty();
        describe(file, delta, findings);
      }
    }
    if (any) {
      findings.ensureEntry(Keys.SCRIPTS);
    }
  }

  private boolean isDeleted(TreePath path) {
    return context.changes().deleted().contains(path);
  }

  private List<SharedFile> files() throws IOException {
    List<SharedFile> files = new ArrayList<>(SharedFile.ALL);
    for (String name : tree.list(SystemFiles.TRIGGERS)) {
      if (SharedFile.isTrigger(name)) {
        files.add(SharedFile.trigger(name));
      }
    }
    return files;
  }

  private RecordDelta delta(SharedFile file) throws IOException {
    byte[] now = SystemFiles.read(tree, file.path()).orElse(new byte[0]);
    Baseline baseline = context.baseline();
    boolean states = file.equals(SharedFile.EXTENDED_STATES);
    if (known.contains(file)) {
      byte[] before = baseline.file(file.path()).orElse(new byte[0]);
      RecordDelta delta =
          RecordDelta.between(file, before, now)
              .only(record -> Collections.disjoint(file.owners().apply(record), aside));
      return states ? delta.without(askedFor(file, now, ours::contains)) : delta;
    }
    Set<String> picked = new TreeSet<>();
    for (String record : file.records(now).values()) {
      if (isOurs(file, record)) {
        picked.add(record);
      }
    }
    RecordDelta delta = RecordDelta.picked(file, now, picked::contains);
    return states ? delta.without(askedFor(file, now, name -> true)) : delta;
  }

  /**
   * What a person asked for simply has no record, or none any more. The next machine may have one:
   * for a package of the session, because it came there for another one's sake; for one of the
   * base, because without a known base nobody can tell which of them had one. It loses that record.
   *
   * @param wanted says of a name whether it is about such a package
   */
  private Map<String, String> askedFor(SharedFile file, byte[] now, Predicate<String> wanted) {
    Map<String, String> before = new LinkedHashMap<>();
    Map<String, String> records = file.records(now);
    for (PackageId id : database.status().installed().keySet()) {
      PackageId filed = ExtendedStates.idOf(id, database.nativeArchitecture());
      if (!records.containsKey(filed.toString()) && wanted.test(id.name())) {
        String stanza =
            "Package: "
                + filed.name()
                + "\nArchitecture: "
                + filed.architecture()
                + "\nAuto-Installed: 1\n\n";
        file.records(stanza.getBytes(StandardCharsets.UTF_8)).forEach(before::putIfAbsent);
      }
    }
    return before;
  }

  /** About a package of the session, or about a path that the session changed. */
  private boolean isOurs(SharedFile file, String record) throws IOException {
    if (file.equals(SharedFile.ARCHITECTURES)) {
      return true;
    }
    Set<String> owners =
        file.equals(SharedFile.DEBCONF_TEMPLATES)
            ? debconf.users(new Stanza(record))
            : file.owners().apply(record);
    if (!Collections.disjoint(owners, ours)) {
      return true;
    }
    if (file.equals(SharedFile.DEBCONF_CONFIG)) {
      // Images are made without questions being asked, so somebody has answered this one; what
      // scripts answered may be the image's, and a restore sees to that.
      Stanza answer = new Stanza(record);
      boolean given =
          Debconf.isAnswered(answer)
              || ImageAnswers.isGiven(
                  answer,
                  Optional.ofNullable(templates.get(answer.value("Template"))).map(Stanza::new));
      return given && Collections.disjoint(owners, aside);
    }
    if (file.shape() == SharedFile.Shape.STANZA || !Collections.disjoint(owners, aside)) {
      return false;
    }
    boolean override = file.equals(SharedFile.STATOVERRIDE);
    for (String word : record.split("\\s+", -1)) {
      Optional<TreePath> path = SystemFiles.path(word);
      if (path.isPresent()) {
        TreePath real = database.realPaths().of(path.get());
        // An override outlives its file; the base has none for files that it lacks.
        if (override ? isLater(real) : context.changes().touched(real)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Also where rules hide the path from the scan, as they do with logs. */
  private boolean isLater(TreePath path) throws IOException {
    Optional<FileStatus> status = tree.status(path);
    return status.isEmpty()
        || status.get().ctime().compareTo(context.baseline().sessionStart()) > 0;
  }

  /** What a person would miss in the lockfile. */
  private void describe(SharedFile file, RecordDelta delta, Findings findings) throws IOException {
    if (file.equals(SharedFile.ARCHITECTURES)) {
      for (String line : delta.after().values()) {
        String architecture = line.strip();
        boolean foreign = !architecture.equals(database.nativeArchitecture());
        if (foreign && new PackageId("x1", architecture).isValid()) {
          findings.entry(plain(Keys.ARCHITECTURES, architecture, FOREIGN, "true"));
        }
      }
    } else if (file.equals(SharedFile.DIVERSIONS)) {
      for (String triple : delta.after().values()) {
        divert(triple.lines().toList(), findings);
      }
    } else if (file.equals(SharedFile.STATOVERRIDE)) {
      for (String record : delta.after().values()) {
        override(record, findings);
      }
    } else if (file.equals(SharedFile.EXTENDED_STATES)) {
      flips(delta, findings);
    }
  }

  /** The file that gave way goes with the package that made it. */
  private void divert(List<String> lines, Findings findings) throws IOException {
    Optional<TreePath> to = SystemFiles.path(lines.get(1));
    Optional<PackageId> owner =
        database.status().named(lines.get(2)).stream()
            .filter(id -> ours.contains(id.name()))
            .findFirst();
    if (lines.get(2).equals(Diversions.LOCAL)) {
      findings.entry(plain(Keys.DIVERSIONS, lines.get(0), "to", lines.get(1)));
    } else if (to.isPresent() && owner.isPresent()) {
      findings.claim(database.realPaths().of(to.get()), Claim.content(Keys.of(owner.get())));
    }
  }

  /** Owner and mode that dpkg was told to give a file are its affair, setuid among them. */
  private void override(String record, Findings findings) throws IOException {
    for (String word : record.split("\\s+", -1)) {
      Optional<TreePath> path = SystemFiles.path(word);
      if (path.isPresent()) {
        findings.claim(database.realPaths().of(path.get()), Claim.content(Keys.SCRIPTS));
      }
    }
  }

  /** Base packages that apt now takes for asked for, or no longer. */
  private void flips(RecordDelta delta, Findings findings) {
    Set<String> keys = new TreeSet<>(delta.after().keySet());
    keys.addAll(delta.before().keySet());
    for (String key : keys) {
      Optional<PackageId> id = PackageId.parse(key);
      boolean base = id.isPresent() && !ours.contains(id.get().name());
      boolean stays = base && !database.status().named(id.orElseThrow().name()).isEmpty();
      if (stays && known.contains(delta.file())) {
        Stanza now = new Stanza(delta.after().getOrDefault(key, ""));
        boolean requested = !now.value("Auto-Installed").equals("1");
        findings.entry(
            new Entry(
                Keys.of(Keys.AUTOMATIC, id.orElseThrow()),
                "",
                requested,
                List.of(),
                new TreeMap<>()));
      }
    }
  }

  private static Entry plain(String kind, String name, String attribute, String value) {
    TreeMap<String, String> attributes = new TreeMap<>();
    attributes.put(attribute, value);
    return new Entry(Keys.plain(kind, name), "", true, List.of(), attributes);
  }
}
