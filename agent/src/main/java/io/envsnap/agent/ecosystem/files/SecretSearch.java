package io.envsnap.agent.ecosystem.files;

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
  /** Longer files are data, and would take too long to search. */
  private static final int LIMIT = 1 << 20;

  /** Binary files that hold a token are small databases; pictures and libraries hold none. */
  private static final int BINARY_LIMIT = 64 << 10;

  private static final int LOOK_FOR_NUL = 8000;

  private final HostTree tree;
  private final List<Need> needs = new ArrayList<>();
  private final List<LeftOut> withheld = new ArrayList<>();
  private final Map<TreePath, byte[]> substitutes = new HashMap<>();

  SecretSearch(HostTree tree) {
    this.tree = tree;
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
    if (status.size() > LIMIT) {
      return new Seen(path, status, "", List.of(), Optional.empty());
    }
    try {
      byte[] bytes = tree.read(path, LIMIT).orElse(new byte[0]);
      return seen(path, status, outcome(path, bytes));
    } catch (IOException e) {
      return new Seen(path, status, "it cannot be read", List.of(), Optional.empty());
    }
  }

  private static SecretScan.Outcome outcome(TreePath path, byte[] bytes) {
    if (bytes.length > BINARY_LIMIT && isBinary(bytes)) {
      return new SecretScan.Clean();
    }
    return known(path, Treatment.SUBSTITUTE).isPresent()
        ? SecretScan.findInSettings(bytes)
        : SecretScan.find(bytes);
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

  private static boolean isBinary(byte[] bytes) {
    for (int i = 0; i < Math.min(bytes.length, LOOK_FOR_NUL); i++) {
      if (bytes[i] == 0) {
        return true;
      }
    }
    return false;
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
