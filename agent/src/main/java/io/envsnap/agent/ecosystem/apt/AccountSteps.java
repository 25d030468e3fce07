package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.ecosystem.FileMerge;
import io.envsnap.agent.ecosystem.RestoreStep;
import io.envsnap.agent.ecosystem.Wanted;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.lockfile.EntryKey;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Plans the return of users and groups. All merges share numbers that were decided once, from the
 * files as they are while planning; a merge that later finds a number taken stops the restore.
 */
final class AccountSteps {
  private static final int NUMBER = 2;

  private final HostTree tree;
  private final EntryKey sake;
  private final RecordedAccounts recorded;

  /**
   * For one machine.
   *
   * @param sake the entry for which the merges are done
   */
  AccountSteps(Wanted wanted, HostTree tree, EntryKey sake) {
    this.tree = tree;
    this.sake = sake;
    this.recorded = RecordedAccounts.of(wanted.parts());
  }

  List<RestoreStep> steps() throws IOException {
    if (recorded.isEmpty()) {
      return List.of();
    }
    AccountLines passwd = read(SystemFiles.PASSWD);
    AccountLines group = read(SystemFiles.GROUP);
    Map<String, Integer> gids = new HashMap<>();
    group
        .byName()
        .keySet()
        .forEach(name -> group.number(name, NUMBER).ifPresent(gid -> gids.put(name, gid)));
    AccountMerges merges =
        new AccountMerges(
            recorded,
            AccountNumbers.decide(passwd, group, recorded.users(), recorded.groups()),
            gids);
    List<RestoreStep> steps = new ArrayList<>();
    add(steps, SystemFiles.GROUP, merges::group);
    add(steps, SystemFiles.PASSWD, merges::passwd);
    addWhereThere(steps, SystemFiles.GSHADOW, merges::gshadow);
    addWhereThere(steps, SystemFiles.SHADOW, merges::shadow);
    if (!recorded.subuids().byName().isEmpty()) {
      add(steps, SystemFiles.SUBUID, merges::subuid);
      add(steps, SystemFiles.SUBGID, merges::subgid);
    }
    return steps;
  }

  private AccountLines read(TreePath path) throws IOException {
    return AccountLines.parse(SystemFiles.read(tree, path));
  }

  private void add(List<RestoreStep> steps, TreePath file, FileMerge merge) {
    steps.add(Databases.accounts(sake, file, merge));
  }

  /** A machine without shadow passwords must not get half of them. */
  private void addWhereThere(List<RestoreStep> steps, TreePath file, FileMerge merge)
      throws IOException {
    Optional<byte[]> there = SystemFiles.read(tree, file);
    if (there.isPresent()) {
      add(steps, file, merge);
    }
  }
}
