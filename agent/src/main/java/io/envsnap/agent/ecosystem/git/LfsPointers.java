package io.envsnap.agent.ecosystem.git;

import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares large files with their git-lfs pointers (git-lfs, docs/spec.md), so that git-lfs itself
 * need not run: its filter would write objects.
 */
final class LfsPointers {
  /** Pointers are shorter than this by definition. */
  private static final int LIMIT = 1024;

  private static final int SHORTEST = 100;

  private static final Pattern POINTER =
      Pattern.compile(
          "version https://git-lfs\\.github\\.com/spec/v1\\n(?:ext-[^\\n]*\\n)*"
              + "oid sha256:([0-9a-f]{64})\\nsize ([0-9]{1,18})\\n");

  private final HostTree tree;
  private final GitProgram git;
  private final TreePath worktree;

  LfsPointers(HostTree tree, GitProgram git, TreePath worktree) {
    this.tree = tree;
    this.git = git;
    this.worktree = worktree;
  }

  /** A pointer's digest and size. */
  private record Pointer(Digest digest, long size) {}

  /** Whether these bytes are a pointer. */
  private static boolean isPointer(byte[] bytes) {
    return read(bytes).isPresent();
  }

  /** How many of these files are pointers still, because nobody has fetched their content. */
  int unfetched(Set<TreePath> tracked) throws IOException {
    int count = 0;
    for (TreePath path : tracked) {
      Optional<FileStatus> status = tree.status(path);
      if (status.isPresent()
          && status.get().kind() == NodeKind.FILE
          && status.get().size() >= SHORTEST
          && status.get().size() <= LIMIT
          && tree.read(path, LIMIT).map(LfsPointers::isPointer).orElse(false)) {
        count++;
      }
    }
    return count;
  }

  private static Optional<Pointer> read(byte[] bytes) {
    Matcher matcher = POINTER.matcher(new String(bytes, StandardCharsets.UTF_8));
    return matcher.matches()
        ? Optional.of(new Pointer(new Digest(matcher.group(1)), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  /** Of these differences, those that remain when large files count as their pointers. */
  List<PorcelainStatus.Modified> real(List<PorcelainStatus.Modified> modified) throws IOException {
    List<String> blobs =
        modified.stream()
            .filter(one -> one.change() == 'M' && !one.blob().isEmpty())
            .map(PorcelainStatus.Modified::blob)
            .toList();
    Map<String, Pointer> pointers = pointers(blobs);
    List<PorcelainStatus.Modified> real = new ArrayList<>();
    for (PorcelainStatus.Modified one : modified) {
      Pointer pointer = pointers.get(one.blob());
      if (pointer == null || one.change() != 'M' || !holds(one.path(), pointer)) {
        real.add(one);
      }
    }
    return real;
  }

  private boolean holds(String path, Pointer pointer) throws IOException {
    Optional<TreePath> below = GitText.below(worktree, path);
    if (below.isEmpty()) {
      return false;
    }
    TreePath file = below.get();
    Optional<FileStatus> status = tree.status(file);
    if (status.isEmpty()
        || status.get().kind() != NodeKind.FILE
        || status.get().size() != pointer.size()) {
      return false;
    }
    try (InputStream in = tree.open(file)) {
      return Digest.of(in).equals(pointer.digest());
    }
  }

  private Map<String, Pointer> pointers(List<String> blobs) {
    Map<String, Pointer> pointers = new HashMap<>();
    List<String> small = smallerThanLimit(blobs);
    Optional<byte[]> output = git.ask(List.of("cat-file", "--batch"), lines(small));
    byte[] bytes = output.orElse(new byte[0]);
    int at = 0;
    while (at < bytes.length) {
      int end = at;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      String[] header = new String(bytes, at, end - at, StandardCharsets.UTF_8).split(" ", 3);
      if (header.length != 3 || !header[1].equals("blob")) {
        return pointers;
      }
      int size = Integer.parseInt(header[2]);
      byte[] content = Arrays.copyOfRange(bytes, end + 1, end + 1 + size);
      read(content).ifPresent(pointer -> pointers.put(header[0], pointer));
      at = end + 1 + size + 1;
    }
    return pointers;
  }

  private List<String> smallerThanLimit(List<String> blobs) {
    if (blobs.isEmpty()) {
      return List.of();
    }
    Optional<byte[]> output = git.ask(List.of("cat-file", "--batch-check"), lines(blobs));
    return new String(output.orElse(new byte[0]), StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.split(" ", 3))
        .filter(
            fields ->
                fields.length == 3
                    && fields[1].equals("blob")
                    && fields[2].length() <= 4
                    && Integer.parseInt(fields[2]) <= LIMIT)
        .map(fields -> fields[0])
        .toList();
  }

  private static byte[] lines(List<String> blobs) {
    StringBuilder text = new StringBuilder();
    blobs.forEach(blob -> text.append(blob).append('\n'));
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
