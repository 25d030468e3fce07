package io.envsnap.agent.ecosystem.files;

import io.envsnap.agent.ecosystem.SearchedContent;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.lockfile.LeftOut;
import io.envsnap.spec.lockfile.Need;
import io.envsnap.spec.redact.CredentialFile;
import io.envsnap.spec.redact.CredentialFile.Treatment;
import io.envsnap.spec.redact.CredentialFiles;
import io.envsnap.spec.redact.SecretScan;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds credentials among unclaimed files and keeps them out. */
final class SecretSearch {
  private final HostTree tree;
  private final SearchedContent searched;
  private final List<Need> needs = new ArrayList<>();
  private final List<LeftOut> withheld = new ArrayList<>();
  private final Map<TreePath, byte[]> substitutes = new HashMap<>();

  SecretSearch(HostTree tree, SearchedContent searched) {
    this.tree = tree;
    this.searched = searched;
  }

  /** Names the needs behind credential files that the scan has kept away already. */
  void name(List<LeftOut> leftOut) {
    for (LeftOut left : leftOut) {
      TreePath path = TreePath.of(left.path());
      known(path, Treatment.WITHHOLD).ifPresent(file -> needs.add(file.need(path)));
    }
  }

  /** What would be recorded of a file instead of its bytes; empty where those may be recorded. */
  Optional<byte[]> cleaned(TreePath path) throws IOException {
    Optional<FileStatus> status = tree.status(path).filter(one -> one.kind() == NodeKind.FILE);
    return status.flatMap(found -> look(path, found).clean());
  }

  /** Looks through these files, on all processors. */
  void search(Map<TreePath, FileStatus> files) {
    files.entrySet().stream()
        .filter(file -> file.getValue().kind() == NodeKind.FILE)
        .toList()
        .parallelStream()
        .map(file -> look(file.getKey(), file.getValue()))
        .filter(Seen::matters)
        .toList()
        .forEach(this::enter);
  }

  /**
   * What was seen in a file.
   *
   * @param withheld why it is not recorded; empty when it is
   */
  private record Seen(
      TreePath path, FileStatus status, String withheld, List<Need> needs, Optional<byte[]> clean) {
    boolean matters() {
      return !withheld.isEmpty() || !needs.isEmpty() || clean.isPresent();
    }
  }

  private Seen look(TreePath path, FileStatus status) {
    Optional<CredentialFile> known = known(path, Treatment.WITHHOLD);
    if (known.isPresent()) {
      List<Need> need = List.of(known.get().need(path));
      return new Seen(path, status, "it may hold credentials", need, Optional.empty());
    }
    try {
      return seen(path, status, searched.search(tree, path, status));
    } catch (IOException e) {
      return new Seen(path, status, "it cannot be read", List.of(), Optional.empty());
    }
  }

  private static Seen seen(TreePath path, FileStatus status, SecretScan.Outcome outcome) {
    String withheld = outcome instanceof SecretScan.Withheld ? "it holds a secret" : "";
    Optional<byte[]> clean =
        outcome instanceof SecretScan.Cleaned cleaned
            ? Optional.of(cleaned.bytes())
            : Optional.empty();
    List<Need> needs =
        outcome.found().stream().map(finding -> finding.need("files " + path)).toList();
    return new Seen(path, status, withheld, needs, clean);
  }

  private void enter(Seen seen) {
    needs.addAll(seen.needs());
    seen.clean().ifPresent(bytes -> substitutes.put(seen.path(), bytes));
    if (!seen.withheld().isEmpty()) {
      withheld.add(new LeftOut(seen.path().value(), seen.status().size(), seen.withheld(), ""));
    }
  }

  private static Optional<CredentialFile> known(TreePath path, Treatment treatment) {
    return CredentialFiles.of(path).filter(file -> file.treatment() == treatment);
  }

  /** What the next machine must be given. */
  List<Need> needs() {
    return needs;
  }

  /** Files that are not recorded. */
  List<LeftOut> withheld() {
    return withheld;
  }

  /** Bytes to record instead of those on disk. */
  Map<TreePath, byte[]> substitutes() {
    return substitutes;
  }
}
