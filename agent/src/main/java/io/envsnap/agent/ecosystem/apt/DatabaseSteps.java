package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.baseline.Baseline;
import io.envsnap.agent.ecosystem.PlanContext;
import io.envsnap.agent.ecosystem.RestoreStep;
import io.envsnap.agent.ecosystem.Wanted;
import io.envsnap.agent.host.HostFacts;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.lockfile.Base;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Plans the merges of the files that packages share, dpkg's status excepted. */
final class DatabaseSteps {
  private final Map<String, byte[]> parts;
  private final HostTree tree;
  private final Baseline baseline;
  private final Packages packages;
  private final Set<String> accounts;
  private final Predicate<TreePath> there;
  private final Debconf recordedQuestions;

  /** Else an answer that differs may be the other image's, and nobody's decision. */
  private final boolean sameImage;

  /**
   * What becomes of the recorded packages, by name.
   *
   * @param absent those that do not come back
   * @param removed those that leave this machine
   * @param purged those of them that leave nothing behind
   */
  record Packages(Set<String> absent, Set<String> removed, Set<String> purged) {
    Packages {
      absent = Set.copyOf(absent);
      removed = Set.copyOf(removed);
      purged = Set.copyOf(purged);
    }
  }

  /**
   * For one machine.
   *
   * @param accounts names of users and groups that come back
   * @param there whether a path will be there after the restore
   */
  DatabaseSteps(
      Wanted wanted,
      PlanContext context,
      Packages packages,
      Set<String> accounts,
      Predicate<TreePath> there) {
    this.parts = wanted.parts();
    this.sameImage = isSameImage(wanted.base(), context.host());
    this.tree = context.tree();
    this.baseline = context.baseline();
    this.packages = packages;
    this.accounts = Set.copyOf(accounts);
    this.there = there;
    this.recordedQuestions =
        Debconf.of(RecordDelta.of(SharedFile.DEBCONF_CONFIG, parts).after().values());
  }

  /** The steps, in the order in which they are safe. */
  List<RestoreStep> steps(EntryKey sake) throws IOException {
    AccountLines users = accounts(SystemFiles.PASSWD);
    AccountLines groups = accounts(SystemFiles.GROUP);
    ImageAnswers answers = imageAnswers();
    List<RestoreStep> steps = new ArrayList<>();
    for (SharedFile file : files()) {
      byte[] here = SystemFiles.read(tree, file.path()).orElse(new byte[0]);
      RecordDelta recorded = RecordDelta.of(file, parts);
      RecordDelta delta =
          recorded
              .only(record -> isWanted(file, record, users, groups))
              .only(record -> mayCount(recorded, record, answers))
              .without(leaving(file, here));
      if (!delta.isEmpty()) {
        RecordMerge merge = new RecordMerge(delta, image(file, here));
        steps.add(Databases.merge(sake, file.path(), merge));
        if (isDecided(file) && (sameImage || !file.equals(SharedFile.DEBCONF_CONFIG))) {
          for (String key : merge.kept(here)) {
            steps.add(
                new RestoreStep.Keep(
                    sake,
                    file.path(),
                    "this machine has another `" + key.strip() + "` of its own"));
          }
        }
      }
    }
    return steps;
  }

  /**
   * What was answered to a package that apt is about to install: its scripts would ask again, and
   * nobody would answer.
   */
  List<RestoreStep> answers(EntryKey asker) throws IOException {
    ImageAnswers images = imageAnswers();
    List<RestoreStep> steps = new ArrayList<>();
    for (SharedFile file : List.of(SharedFile.DEBCONF_CONFIG, SharedFile.DEBCONF_TEMPLATES)) {
      byte[] here = SystemFiles.read(tree, file.path()).orElse(new byte[0]);
      RecordDelta recorded = RecordDelta.of(file, parts);
      RecordDelta delta =
          recorded
              .only(record -> owners(file, record, recordedQuestions).contains(asker.name()))
              .only(record -> mayCount(recorded, record, images));
      if (!delta.isEmpty()) {
        steps.add(Databases.merge(asker, file.path(), new RecordMerge(delta, image(file, here))));
      }
    }
    return steps;
  }

  private ImageAnswers imageAnswers() throws IOException {
    return ImageAnswers.of(
        parts, DpkgStatus.parse(SystemFiles.read(tree, SystemFiles.STATUS).orElse(new byte[0])));
  }

  /** What is known to be a change of the session always counts. */
  private static boolean mayCount(RecordDelta recorded, String record, ImageAnswers answers) {
    return !recorded.file().equals(SharedFile.DEBCONF_CONFIG)
        || recorded.before().containsKey(recorded.file().key().apply(record))
        || answers.count(new Stanza(record));
  }

  private Set<SharedFile> files() throws IOException {
    Map<String, SharedFile> files = new LinkedHashMap<>();
    SharedFile.ALL.forEach(file -> files.put(file.part(), file));
    SharedFile.triggersOf(parts.keySet()).forEach(file -> files.putIfAbsent(file.part(), file));
    if (!packages.removed().isEmpty()) {
      for (String name : tree.list(SystemFiles.TRIGGERS)) {
        if (SharedFile.isTrigger(name)) {
          files.putIfAbsent(SharedFile.trigger(name).part(), SharedFile.trigger(name));
        }
      }
    }
    return new LinkedHashSet<>(files.values());
  }

  private static boolean isSameImage(Base base, HostFacts host) {
    return base.os().equals(host.os()) && base.image().equals(host.image());
  }

  /** Files whose records are decisions of people, which nobody may overrule in silence. */
  private static boolean isDecided(SharedFile file) {
    return file.equals(SharedFile.DIVERSIONS)
        || file.equals(SharedFile.STATOVERRIDE)
        || file.equals(SharedFile.DEBCONF_CONFIG);
  }

  private AccountLines accounts(TreePath path) throws IOException {
    return AccountLines.parse(SystemFiles.read(tree, path));
  }

  /** What dpkg and the packages' scripts take out of a file when packages leave. */
  private Map<String, String> leaving(SharedFile file, byte[] here) throws IOException {
    Map<String, String> leaving = new LinkedHashMap<>();
    boolean trigger = file.path().isWithin(SystemFiles.TRIGGERS);
    boolean debconf = file.path().isWithin(SystemFiles.DEBCONF);
    Set<String> names = trigger ? packages.removed() : packages.purged();
    if ((trigger || debconf) && !names.isEmpty()) {
      Debconf questions =
          Debconf.of(
              SharedFile.DEBCONF_CONFIG
                  .records(SystemFiles.read(tree, SystemFiles.DEBCONF_CONFIG).orElse(new byte[0]))
                  .values());
      file.records(here)
          .forEach(
              (key, record) -> {
                Set<String> owners = owners(file, record, questions);
                if (!owners.isEmpty() && names.containsAll(owners)) {
                  leaving.put(key, record);
                }
              });
    }
    return leaving;
  }

  private static Set<String> owners(SharedFile file, String record, Debconf questions) {
    return file.equals(SharedFile.DEBCONF_TEMPLATES)
        ? questions.users(new Stanza(record))
        : file.owners().apply(record);
  }

  /** What this machine's image has in a file; nothing where the session wrote it and who knows. */
  private Map<String, String> image(SharedFile file, byte[] here) throws IOException {
    if (baseline.taken()) {
      return file.records(baseline.file(file.path()).orElse(new byte[0]));
    }
    Optional<FileStatus> status = tree.status(file.path());
    boolean old = status.filter(s -> s.ctime().compareTo(baseline.sessionStart()) <= 0).isPresent();
    return old ? file.records(here) : Map.of();
  }

  private boolean isWanted(
      SharedFile file, String record, AccountLines users, AccountLines groups) {
    if (file.equals(SharedFile.STATOVERRIDE)) {
      // dpkg refuses to run at all while an override names somebody unknown.
      String[] words = record.strip().split(" ", 4);
      return words.length == 4
          && isKnown(words[0], users)
          && isKnown(words[1], groups)
          && words[2].matches("[0-7]{3,4}")
          && SystemFiles.path(words[3]).isPresent();
    }
    if (file.equals(SharedFile.DIVERSIONS) && !isDiversion(record)) {
      return false;
    }
    if (file.equals(SharedFile.SHELLS) || file.equals(SharedFile.SHELLS_STATE)) {
      Optional<TreePath> shell = SystemFiles.path(record.strip());
      return shell.isEmpty() || there.test(shell.get());
    }
    return Collections.disjoint(owners(file, record, recordedQuestions), packages.absent());
  }

  /** Two paths and a package, or `:` for nobody's: with less dpkg does not run any more. */
  private static boolean isDiversion(String record) {
    List<String> lines = record.lines().toList();
    return lines.size() == 3
        && SystemFiles.path(lines.get(0)).isPresent()
        && SystemFiles.path(lines.get(1)).isPresent()
        && lines.get(2).matches(":|[a-z0-9][a-z0-9+.-]*");
  }

  private boolean isKnown(String name, AccountLines here) {
    return name.matches("#[0-9]+") || here.has(name) || accounts.contains(name);
  }
}
