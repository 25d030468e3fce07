package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.process.Command;
import io.envsnap.agent.process.CommandException;
import io.envsnap.agent.process.CommandRunner;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.journal.Origin;
import io.envsnap.spec.journal.Told;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Package files that apt or dpkg is given by their paths: which package each of them is, and its
 * digest, before somebody deletes it.
 *
 * @param tree the machine's files
 * @param commands runs {@code dpkg-deb}
 */
record DebFiles(HostTree tree, CommandRunner commands) {
  /** What describes a package stands at the beginning of its file (deb(5)). */
  private static final int HEAD = 4 << 20;

  private static final int BUFFER = 1 << 16;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /**
   * Where packages of a command come from that has just begun.
   *
   * @param at when it began: a file that was changed later is not what it was given
   */
  List<Origin> of(Told begun, Instant at) {
    List<Origin> origins = new ArrayList<>();
    for (String word : begun.words()) {
      Optional<TreePath> path =
          word.endsWith(".deb") && begun.folder().startsWith("/")
              ? TreePath.of(begun.folder()).resolve(word)
              : Optional.empty();
      path.flatMap(file -> read(file, at)).ifPresent(origins::add);
    }
    return origins;
  }

  private Optional<Origin> read(TreePath given, Instant at) {
    try {
      TreePath path = tree.resolve(given);
      Optional<FileStatus> status = tree.status(path);
      // Clocks of files and of processes are not one to the last hundredth.
      boolean same =
          status.isPresent()
              && status.get().kind() == NodeKind.FILE
              && status.get().ctime().seconds() <= at.getEpochSecond() + 1;
      return same ? read(path, status.get().size()) : Optional.empty();
    } catch (IOException | CommandException e) {
      // It was deleted meanwhile, or is no package.
      return Optional.empty();
    }
  }

  private Optional<Origin> read(TreePath path, long size) throws IOException, CommandException {
    MessageDigest digest = Digest.sha256();
    byte[] head;
    try (InputStream in = tree.open(path)) {
      head = in.readNBytes(HEAD);
      digest.update(head);
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    Command command =
        Command.of("dpkg-deb", "-f", "/dev/stdin", "Package", "Version", "Architecture");
    String said = commands.require(command.reading(head).within(PATIENCE)).text();
    Stanza stanza = new Stanza(said);
    String sha256 = HexFormat.of().formatHex(digest.digest());
    return Optional.of(
        new Origin(
            stanza.value("Package"),
            stanza.value("Version"),
            "file://" + path.value(),
            sha256,
            new TreeMap<>(
                Map.of("into", stanza.value("Architecture"), "size", Long.toString(size)))));
  }
}
