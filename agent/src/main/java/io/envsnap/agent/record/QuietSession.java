package io.envsnap.agent.record;

import io.envsnap.agent.ecosystem.Ecosystem;
import io.envsnap.agent.ecosystem.Watch;
import io.envsnap.agent.tree.Changes;
import io.envsnap.agent.tree.LocalTree;
import io.envsnap.agent.verb.Workbench;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lets the session fall quiet before a record, and tells afterwards whether it stayed so. */
final class QuietSession {
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final List<Watch> watches;

  private QuietSession(List<Watch> watches) {
    this.watches = watches;
  }

  /**
   * Waits until nobody is at work on what ecosystems read.
   *
   * @return empty when somebody is for longer than that
   */
  static Optional<QuietSession> await(Workbench bench, LocalTree tree, Duration patience)
      throws IOException {
    Duration left = patience;
    boolean said = false;
    while (true) {
      QuietSession session = begin(bench, tree);
      Optional<String> busy = session.atWork();
      if (busy.isEmpty()) {
        return Optional.of(session);
      }
      if (left.isNegative()) {
        return Optional.empty();
      }
      if (!said) {
        bench.progress().warn(busy.get() + "; the record waits until it has ended");
        said = true;
      }
      pause();
      left = left.minus(PAUSE);
    }
  }

  private static QuietSession begin(Workbench bench, LocalTree tree) throws IOException {
    List<Watch> watches = new ArrayList<>();
    for (Ecosystem ecosystem : bench.ecosystems()) {
      watches.add(ecosystem.watch(tree));
    }
    return new QuietSession(watches);
  }

  private Optional<String> atWork() throws IOException {
    for (Watch watch : watches) {
      Optional<String> busy = watch.atWork();
      if (busy.isPresent()) {
        return busy;
      }
    }
    return Optional.empty();
  }

  /** Whether somebody has been at work since it was quiet, or is now. */
  boolean wasDisturbed(Changes scanned) throws IOException {
    for (Watch watch : watches) {
      if (watch.moved(scanned)) {
        return true;
      }
    }
    return false;
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while an installer was at work", e);
    }
  }
}
