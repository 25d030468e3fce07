package io.envsnap.agent.ecosystem.git;

import io.envsnap.agent.ecosystem.StoryContext;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.spec.journal.ProcessKey;
import io.envsnap.spec.journal.Told;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Completes the story of git by what repositories keep of themselves: git tells nobody while no
 * agent lives, or when it was told not to. What was typed and how it ended is not in a reflog.
 */
final class ReflogStory {
  private static final String HEAD = "/logs/HEAD";
  private static final String DATA = "/.git";
  private static final int LIMIT = 16 << 20;

  private final StoryContext context;

  ReflogStory(StoryContext context) {
    this.context = context;
  }

  List<Told> complete(List<Told> told) throws IOException {
    List<Told> all = new ArrayList<>(told);
    for (TreePath log : context.changed()) {
      int at = log.value().indexOf(DATA + "/");
      Optional<FileStatus> status = context.tree().status(log);
      if (at > 0 && log.value().endsWith(HEAD) && status.isPresent()) {
        String text =
            new String(context.tree().read(log, LIMIT).orElse(new byte[0]), StandardCharsets.UTF_8);
        String worktree = log.value().substring(0, at);
        all.addAll(untold(worktree, status.get(), Reflog.parse(text.lines().toList()), told));
      }
    }
    return all;
  }

  private List<Told> untold(String worktree, FileStatus log, Reflog reflog, List<Told> told) {
    List<Told> untold = new ArrayList<>();
    long second = 0;
    int place = 0;
    for (Reflog.Move move : reflog.moves()) {
      place = move.second() == second ? place + 1 : 0;
      second = move.second();
      if (context.isOfSession(Instant.ofEpochSecond(second))
          && told.stream().noneMatch(one -> explains(one, worktree, move))) {
        // Moves of one second keep their order, and a name of their own.
        long ticks = context.ticks(Instant.ofEpochSecond(second)) + place;
        untold.add(
            new Told(
                "git",
                new ProcessKey(context.bootName(), 0, ticks),
                log.owner().uid(),
                worktree,
                List.of(),
                -1,
                -1,
                List.of(),
                List.of(),
                List.of(move.what())));
      }
    }
    return untold;
  }

  /** Whether a command that was told ran at that time, there or with a word for there. */
  private boolean explains(Told one, String worktree, Reflog.Move move) {
    if (!one.by().equals("git") || !one.key().boot().equals(context.bootName())) {
      return false;
    }
    long began = context.moment(one.key().start()).getEpochSecond();
    long ended = context.moment(Math.max(one.end(), one.key().start())).getEpochSecond();
    if (move.second() < began - 1 || move.second() > ended + 1) {
      return false;
    }
    String name = worktree.substring(worktree.lastIndexOf('/') + 1);
    return (one.folder() + "/").startsWith(worktree + "/")
        || one.words().stream().anyMatch(word -> word.contains(name));
  }
}
