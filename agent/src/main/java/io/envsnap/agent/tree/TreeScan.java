package io.envsnap.agent.tree;

import io.envsnap.agent.process.Command;
import io.envsnap.agent.process.CommandException;
import io.envsnap.agent.process.CommandStreamer;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds everything that changed on a machine, whatever changed it: one {@code find} over the whole
 * tree, about a second for 150,000 paths.
 */
public final class TreeScan {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

  /** Tells the mounts of this moment. */
  interface MountSource {
    /** As {@code /proc/self/mountinfo}. */
    byte[] read() throws IOException;
  }

  private final LocalTree tree;
  private final CommandStreamer commands;
  private final MountSource mounts;

  /** Scans that tree; {@code commands} runs {@code find}. */
  public TreeScan(LocalTree tree, CommandStreamer commands) {
    this(tree, commands, () -> Files.readAllBytes(MOUNTS));
  }

  TreeScan(LocalTree tree, CommandStreamer commands, MountSource mounts) {
    this.tree = tree;
    this.commands = commands;
    this.mounts = mounts;
  }

  private WalkPlan plan(LeftOutRules rules, List<TreePath> extraRoots) throws IOException {
    MountTable table = MountTable.parse(mounts.read(), tree.root().toString());
    for (MountTable.Mount mount : table.mounts()) {
      if (!mount.isLocal() && !mount.isKernels()) {
        refuseUnlessItAnswers(mount);
      }
    }
    return WalkPlan.of(table, rules, extraRoots, tree);
  }

  // `find` looks at a mount point once even where it does not enter it, and would wait for ever.
  private void refuseUnlessItAnswers(MountTable.Mount mount) throws IOException {
    try {
      String point = tree.onDisk(mount.point()).toString();
      commands.stream(
          Command.of("stat", "--", point).within(PATIENCE), (byte) '\n', (bytes, from, to) -> {});
    } catch (InvalidPathException e) {
      // Its name cannot be given to a program.
    } catch (CommandException e) {
      throw new IOException(
          "`"
              + tree.root()
              + "` cannot be scanned: the mount `"
              + mount.point()
              + "` does not answer",
          e);
    }
  }

  private static Inventory inventory(
      Map<String, Inventory.Mark> marks, WalkPlan plan, TreeWalk.Trouble trouble) {
    // A file that is mounted over another is found all the same.
    plan.pruned().forEach(path -> marks.remove(path.value()));
    plan.pruned().addAll(trouble.unreadable().keySet());
    return new Inventory(marks, List.copyOf(plan.pruned()));
  }

  /**
   * What one walk found.
   *
   * @param inventory all paths of this moment
   * @param changes what changed
   */
  public record Found(Inventory inventory, Changes changes) {}

  /**
   * What {@link #scan} says, and all paths of this moment, for a later comparison. Of these only
   * those folders are left out that the rules never mention to people.
   *
   * @throws IOException as {@link #scan}
   */
  public Found both(ScanRequest request) throws IOException {
    WalkPlan plan = plan(request.rules(), request.extraRoots());
    ChangeCollector collector = new ChangeCollector(request, plan, tree);
    Map<String, Inventory.Mark> marks = new HashMap<>(1 << 16);
    TreeWalk.Trouble trouble =
        new TreeWalk(tree.root(), commands)
            .walk(
                plan,
                (record, target) -> {
                  marks.put(record.path(), record.mark());
                  collector.visit(record, target);
                });
    Changes changes = collector.finish(trouble);
    return new Found(inventory(marks, plan, trouble), changes);
  }

  /**
   * What changed.
   *
   * @throws IOException also when {@code find} is missing, or fails as a whole; a single folder
   *     that cannot be read is in {@link Changes#leftOut}
   */
  public Changes scan(ScanRequest request) throws IOException {
    return scan(request.rules(), request.extraRoots(), () -> request);
  }

  /** Says what to look for, once that is known. */
  public interface RequestSource {
    /** Waits until it is known. */
    ScanRequest get() throws IOException;
  }

  /**
   * The same, where the walk may begin before it is known what to compare with.
   *
   * @param rules those of the request
   * @param extraRoots those of the request
   */
  public Changes scan(LeftOutRules rules, List<TreePath> extraRoots, RequestSource request)
      throws IOException {
    WalkPlan plan = plan(rules, extraRoots);
    Late collector = new Late(() -> new ChangeCollector(request.get(), plan, tree));
    try {
      TreeWalk.Trouble trouble = new TreeWalk(tree.root(), commands).walk(plan, collector);
      return collector.get().finish(trouble);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** A collector that is made when the first path has been found. */
  private static final class Late implements TreeWalk.Visitor {
    /** Makes it. */
    interface Source {
      ChangeCollector make() throws IOException;
    }

    private final Source source;
    private @Nullable ChangeCollector collector;

    Late(Source source) {
      this.source = source;
    }

    @Override
    public void visit(FindRecord record, String target) {
      get().visit(record, target);
    }

    ChangeCollector get() {
      ChangeCollector made = collector;
      if (made == null) {
        try {
          made = source.make();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        collector = made;
      }
      return made;
    }
  }
}
