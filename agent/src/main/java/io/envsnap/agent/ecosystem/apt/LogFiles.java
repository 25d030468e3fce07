package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.snapshot.TreePath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** A log with its rotated predecessors (logrotate(8)): {@code x.log}, {@code x.log.1.gz} … */
final class LogFiles {
  static final TreePath DPKG = TreePath.of("/var/log/dpkg.log");
  static final TreePath APT_HISTORY = TreePath.of("/var/log/apt/history.log");

  static final TreePath ALTERNATIVES = TreePath.of("/var/log/alternatives.log");

  /** A log beyond this says more of the past than of the session. */
  private static final int LIMIT = 64 << 20;

  private LogFiles() {}

  /** All lines, oldest first; none where the log was never kept or was deleted. */
  static List<String> lines(HostTree tree, TreePath log) throws IOException {
    TreePath folder = log.parent().orElse(TreePath.ROOT);
    List<String> names = new ArrayList<>();
    for (String name : tree.list(folder)) {
      if (name.equals(log.name()) || rotation(log, name) > 0) {
        names.add(name);
      }
    }
    names.sort(Comparator.comparingInt((String name) -> rotation(log, name)).reversed());
    List<String> lines = new ArrayList<>();
    for (String name : names) {
      Optional<byte[]> bytes = tree.read(folder.child(name), LIMIT);
      if (bytes.isPresent()) {
        byte[] text = name.endsWith(".gz") ? unzip(bytes.get()) : bytes.get();
        lines.addAll(SystemFiles.lines(text));
      }
    }
    return lines;
  }

  /** How often a file was rotated: 0 for the log itself and for whatever else lies there. */
  private static int rotation(TreePath log, String name) {
    String prefix = log.name() + ".";
    if (!name.startsWith(prefix)) {
      return 0;
    }
    String number = name.substring(prefix.length()).replace(".gz", "");
    boolean digits = !number.isEmpty() && number.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits && number.length() < 5 ? Integer.parseInt(number) : 0;
  }

  private static byte[] unzip(byte[] bytes) throws IOException {
    try (GZIPInputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return unzipped.readNBytes(LIMIT);
    } catch (java.util.zip.ZipException e) {
      return new byte[0];
    }
  }
}
