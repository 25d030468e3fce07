package io.envsnap.agent.ecosystem.git;

import io.envsnap.agent.ecosystem.Phase;
import io.envsnap.agent.ecosystem.RestoreStep;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.ClaimedNode;
import io.envsnap.spec.snapshot.TreeNode;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Judges recorded files of one repository's git data against what is on this machine. */
final class GitData {
  private static final Pattern OBEYED =
      Pattern.compile(".*/\\.git/(?:.*/)?(?:config|config\\.worktree|hooks/.*)");
  private static final Pattern HOOK = Pattern.compile("(?:.*/)?hooks/[^/]*");
  private static final Pattern CONFIG = Pattern.compile("(?:.*/)?config(?:\\.worktree)?");
  private static final int EXECUTABLE = 0111;

  private final HostTree tree;
  private final TreePath data;
  private final boolean withPrograms;

  /**
   * Over the data of one repository.
   *
   * @param withPrograms whether hooks and settings that run programs are wanted
   */
  GitData(HostTree tree, TreePath data, boolean withPrograms) {
    this.tree = tree;
    this.data = data;
    this.withPrograms = withPrograms;
  }

  /**
   * What git would obey if it took another folder than the entry names for its data: such settings
   * and hooks are looked at by nobody.
   */
  boolean isBeside(TreePath path) {
    String rest =
        path.isWithin(data) ? path.value().substring(data.value().length()) : path.value();
    return OBEYED.matcher(rest).matches();
  }

  /** A hook of a snapshot that somebody else made, or one that was asked for then but not now. */
  boolean isForbidden(TreeNode node) {
    boolean harmless =
        node instanceof TreeNode.Directory
            || node instanceof TreeNode.Deleted
            || (node instanceof TreeNode.RegularFile file && LfsHooks.isKnown(file.digest()));
    return !withPrograms && !harmless && rule(node).equals(Optional.of(DataRule.HOOK));
  }

  /**
   * Whether the file here is the recorded one with the credentials and programs that recording took
   * out: somebody gave them again, or they never went away.
   */
  boolean differsInSecretsOnly(TreeNode node) throws IOException {
    if (!(node instanceof TreeNode.RegularFile file)) {
      return false;
    }
    Optional<DataRule> rule = rule(node);
    CleanText clean = new CleanText(tree, withPrograms);
    Optional<RecordedConfig> cleaned = Optional.empty();
    if (rule.equals(Optional.of(DataRule.CONFIG))) {
      cleaned = clean.config(file.path());
    } else if (rule.equals(Optional.of(DataRule.TEXT))) {
      cleaned = clean.text(file.path());
    }
    return cleaned
        .filter(RecordedConfig::changed)
        .map(recorded -> Digest.of(recorded.bytes()).equals(file.digest()))
        .orElse(false);
  }

  /** For a configuration, the merge that keeps what this machine's own holds. */
  Optional<RestoreStep> ownSettings(ClaimedNode claimed) throws IOException {
    if (!(claimed.node() instanceof TreeNode.RegularFile file)
        || !rule(file).equals(Optional.of(DataRule.CONFIG))) {
      return Optional.empty();
    }
    Optional<byte[]> present = tree.read(file.path(), CleanText.LIMIT);
    return Optional.of(
        new RestoreStep.Merge(
            claimed.entry(),
            file.path(),
            OwnSettings.of(present, withPrograms),
            file.metadata(),
            Phase.DATABASES));
  }

  private Optional<DataRule> rule(TreeNode node) {
    TreePath path = node.path();
    return path.isWithin(data) && !path.equals(data)
        ? Optional.of(rule(node, path.value().substring(data.value().length() + 1)))
        : Optional.empty();
  }

  /** A submodule may be called `objects` or `refs`, and what looks like a ref may be its hook. */
  private static DataRule rule(TreeNode node, String relative) {
    DataRule rule = DataRule.of(relative);
    if (rule != DataRule.AS_IT_IS || relative.endsWith(".sample")) {
      return rule;
    }
    boolean runs =
        node instanceof TreeNode.Symlink
            || node instanceof TreeNode.HardLink
            || (node instanceof TreeNode.RegularFile file
                && (file.metadata().mode() & EXECUTABLE) != 0);
    if (runs && HOOK.matcher(relative).matches()) {
      return DataRule.HOOK;
    }
    return CONFIG.matcher(relative).matches() ? DataRule.CONFIG : rule;
  }
}
