package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.ecosystem.RestoreStep;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Plans the merges of the files that packages share, dpkg's status excepted. */
final class DatabaseSteps {
  private final Map<String, byte[]> parts;
  private final HostTree tree;
  private final Set<String> absent;
  private final Set<String> accounts;
  private final Predicate<TreePath> there;

  /**
   * For one machine.
   *
   * @param parts what the session changed
   * @param absent names of recorded packages that do not come back
   * @param accounts names of users and groups that come back
   * @param there whether a path will be there after the restore
   */
  DatabaseSteps(
      Map<String, byte[]> parts,
      HostTree tree,
      Set<String> absent,
      Set<String> accounts,
      Predicate<TreePath> there) {
    this.parts = parts;
    this.tree = tree;
    this.absent = Set.copyOf(absent);
    this.accounts = Set.copyOf(accounts);
    this.there = there;
  }

  /** The steps, in the order in which they are safe. */
  List<RestoreStep> steps(EntryKey sake) throws IOException {
    List<SharedFile> files = new ArrayList<>(SharedFile.ALL);
    files.addAll(SharedFile.triggersOf(parts.keySet()));
    AccountLines users = accounts(SystemFiles.PASSWD);
    AccountLines groups = accounts(SystemFiles.GROUP);
    List<RestoreStep> steps = new ArrayList<>();
    for (SharedFile file : files) {
      RecordDelta delta =
          RecordDelta.of(file, parts).only(record -> isWanted(file, record, users, groups));
      if (!delta.isEmpty()) {
        steps.add(Databases.merge(sake, file.path(), new RecordMerge(delta)));
      }
    }
    return steps;
  }

  private AccountLines accounts(TreePath path) throws IOException {
    return AccountLines.parse(SystemFiles.read(tree, path));
  }

  private boolean isWanted(
      SharedFile file, String record, AccountLines users, AccountLines groups) {
    if (file.equals(SharedFile.STATOVERRIDE)) {
      // dpkg refuses to run at all while an override names somebody unknown.
      String[] words = record.split(" ", -1);
      return words.length >= 4 && isKnown(words[0], users) && isKnown(words[1], groups);
    }
    if (file.equals(SharedFile.SHELLS) || file.equals(SharedFile.SHELLS_STATE)) {
      Optional<TreePath> shell = SystemFiles.path(record.strip());
      return shell.isEmpty() || there.test(shell.get());
    }
    return Collections.disjoint(file.owners().apply(record), absent);
  }

  private boolean isKnown(String name, AccountLines here) {
    return name.matches("#[0-9]+") || here.has(name) || accounts.contains(name);
  }
}
