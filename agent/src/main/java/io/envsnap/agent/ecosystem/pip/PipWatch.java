package io.envsnap.agent.ecosystem.pip;

import io.envsnap.agent.ecosystem.Watch;
import io.envsnap.agent.tree.Changes;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Watches for living installers, and sees whether site folders move: pip has no lock of its own.
 */
final class PipWatch implements Watch {
  private static final TreePath PROC = TreePath.of("/proc");
  private static final int WORDS_LIMIT = 4 << 20;

  private final HostTree tree;

  PipWatch(HostTree tree) {
    this.tree = tree;
  }

  @Override
  public Optional<String> atWork() throws IOException {
    String here = space("self");
    for (String process : tree.list(PROC)) {
      if (process.chars().allMatch(Character::isDigit)) {
        Optional<String> deed = InstallerWords.of(words(process));
        if (deed.isPresent() && space(process).equals(here)) {
          return Optional.of("`" + deed.get() + "` is running (process " + process + ")");
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public boolean moved(Changes scanned) throws IOException {
    for (Map.Entry<TreePath, FileStatus> folder : scanned.changed().entrySet()) {
      if (folder.getValue().kind() == NodeKind.DIRECTORY && isSite(folder.getKey().name())) {
        Optional<FileStatus> now = tree.status(folder.getKey());
        if (now.isEmpty() || !now.get().ctime().equals(folder.getValue().ctime())) {
          return true;
        }
      }
    }
    return atWork().isPresent();
  }

  private static boolean isSite(String name) {
    return name.equals("site-packages") || name.equals("dist-packages");
  }

  private List<String> words(String process) {
    try {
      byte[] bytes =
          tree.read(PROC.child(process).child("cmdline"), WORDS_LIMIT).orElse(new byte[0]);
      return List.of(new String(bytes, StandardCharsets.UTF_8).split("\0"));
    } catch (IOException e) {
      // It has ended meanwhile, or is not ours to look at.
      return List.of();
    }
  }

  /** Which mounts the process sees: a container's pip is none of this machine's business. */
  private String space(String process) {
    try {
      return tree.status(PROC.child(process).child("ns").child("mnt"))
          .map(FileStatus::target)
          .orElse("");
    } catch (IOException e) {
      return "";
    }
  }
}
