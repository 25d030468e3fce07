package io.envsnap.agent.tree;

import io.envsnap.agent.concurrent.Meanwhile;
import io.envsnap.agent.process.Command;
import io.envsnap.agent.process.CommandException;
import io.envsnap.agent.process.CommandResult;
import io.envsnap.agent.process.CommandStreamer;
import io.envsnap.spec.snapshot.SurrogateEscape;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;

/**
 * A {@code find} over a tree: every path with its attributes, but for folders not to enter. What is
 * large goes to another {@code find}, which runs ahead as far as its output is kept meanwhile.
 */
final class TreeWalk {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  // Kept by CommandResult: 64 KiB. Longer, and it is unknown what else could not be read.
  private static final int ERRORS_KEPT = 1 << 16;
  private static final CountDownLatch NOBODY = new CountDownLatch(0);

  /** Takes what was found. */
  interface Visitor {
    /** One path; the record is reused after the call. */
    void visit(FindRecord record, String target);
  }

  /**
   * What could not be read.
   *
   * @param unreadable paths, and what the system said
   * @param complete whether these are all
   */
  record Trouble(Map<TreePath, String> unreadable, boolean complete) {
    /** Of both walks. */
    Trouble and(Trouble other) {
      Map<TreePath, String> both = new TreeMap<>(unreadable);
      both.putAll(other.unreadable);
      return new Trouble(both, complete && other.complete);
    }
  }

  private final Path root;
  private final CommandStreamer commands;

  /** Walks below that root. */
  TreeWalk(Path root, CommandStreamer commands) {
    this.root = root;
    this.commands = commands;
  }

  /** Walks; the visitor is called by one thread at a time. */
  Trouble walk(WalkPlan plan, Visitor visitor) throws IOException {
    if (plan.apart().isEmpty()) {
      return walk(plan.starts(), plan.pruned(), visitor, NOBODY);
    }
    Set<TreePath> elsewhere = new TreeSet<>(plan.pruned());
    elsewhere.addAll(plan.apart());
    CountDownLatch first = new CountDownLatch(1);
    try (Meanwhile<Trouble, IOException> other =
        Meanwhile.begin(
            IOException.class, () -> walk(plan.apart(), plan.pruned(), visitor, first))) {
      Trouble trouble = walk(plan.starts(), elsewhere, visitor, NOBODY);
      first.countDown();
      return trouble.and(other.get());
    }
  }

  /**
   * Walks with one {@code find}.
   *
   * @param starts folders to begin at, each on a file system that is walked
   * @param pruned folders that are not entered nor reported
   * @param first must be at zero before the visitor is called
   */
  private Trouble walk(
      List<TreePath> starts, Collection<TreePath> pruned, Visitor visitor, CountDownLatch first)
      throws IOException {
    String prefix = root.toString().equals("/") ? "" : root.toString();
    Pairs pairs = new Pairs(SurrogateEscape.encode(prefix).length, visitor, first);
    try {
      CommandResult result = commands.stream(command(prefix, starts, pruned), (byte) 0, pairs);
      if (result.exit() > 1 || pairs.isHalf() || pairs.isEmpty()) {
        throw new IOException("`" + root + "` cannot be scanned: " + result.error().strip());
      }
      return new Trouble(
          FindErrors.parse(result.error(), prefix), result.error().length() < ERRORS_KEPT / 2);
    } catch (CommandException e) {
      throw new IOException("`" + root + "` cannot be scanned: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new IOException("`" + root + "` cannot be scanned: " + e.getMessage(), e);
    }
  }

  private static Command command(
      String prefix, List<TreePath> starts, Collection<TreePath> pruned) {
    List<String> words = new ArrayList<>(List.of("find"));
    for (TreePath start : starts) {
      words.add(start.equals(TreePath.ROOT) && prefix.isEmpty() ? "/" : onDisk(prefix, start));
    }
    words.addAll(List.of("-xdev", "-type", "d"));
    String or = "(";
    for (TreePath path : pruned) {
      if (path.value().chars().noneMatch(c -> Character.isSurrogate((char) c))) {
        words.addAll(List.of(or, "-path", escaped(onDisk(prefix, path))));
        or = "-o";
      }
    }
    words.addAll(or.equals("-o") ? List.of(")", "-prune", "-o") : List.of("-false", "-o"));
    words.addAll(List.of("-printf", FindRecord.FORMAT));
    // Plain bytes are matched several times as fast as characters.
    return Command.of(words).with(Map.of("LC_ALL", "C")).within(LIMIT);
  }

  private static String onDisk(String prefix, TreePath path) {
    return path.equals(TreePath.ROOT) ? prefix : prefix + path.value();
  }

  private static String escaped(String text) {
    return text.replaceAll("[\\\\*?\\[]", "\\\\$0");
  }

  /** Joins each record with its link's text. */
  private static final class Pairs implements CommandStreamer.RecordReceiver {
    private final FindRecord record = new FindRecord();
    private final int prefix;
    private final Visitor visitor;
    private final CountDownLatch first;
    private boolean half;
    private boolean empty = true;

    Pairs(int prefix, Visitor visitor, CountDownLatch first) {
      this.prefix = prefix;
      this.visitor = visitor;
      this.first = first;
    }

    @Override
    public void record(byte[] buffer, int from, int to) {
      if (empty) {
        awaitTurn();
      }
      if (half) {
        visitor.visit(record, SurrogateEscape.decode(buffer, from, to));
      } else {
        record.read(buffer, from, to, prefix);
      }
      half = !half;
      empty = false;
    }

    private void awaitTurn() {
      try {
        first.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalArgumentException("interrupted", e);
      }
    }

    boolean isHalf() {
      return half;
    }

    boolean isEmpty() {
      return empty;
    }
  }
}
