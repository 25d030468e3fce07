package io.envsnap.agent;

import io.envsnap.agent.process.SystemCommands;
import io.envsnap.agent.store.ObjectStore;
import io.envsnap.agent.store.StoreAddress;
import io.envsnap.agent.watch.Watch;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Paths of envsnap itself, which are never a part of a session. */
final class OwnPaths {
  private OwnPaths() {}

  /** What it runs from, what it knows of this machine, its lockfiles and its store. */
  static List<TreePath> of(Settings settings, ObjectStore store) {
    List<TreePath> own = new ArrayList<>();
    settings.own().forEach(path -> own.add(treePath(path)));
    own.add(treePath(settings.state().path()));
    own.add(treePath(settings.lockfile()));
    watchedLockfile(settings).ifPresent(own::add);
    StoreAddress.parse(store.address()).folder().map(OwnPaths::treePath).ifPresent(own::add);
    return own;
  }

  /** What the agent writes is no more a part of the session than what this process writes. */
  private static Optional<TreePath> watchedLockfile(Settings settings) {
    try {
      return new Watch(settings.root(), settings.state(), new SystemCommands())
          .launch()
          .map(launch -> treePath(Path.of(launch.lockfile())));
    } catch (IOException e) {
      // Whoever may not read the agent's settings is not the user whose session it watches.
      return Optional.empty();
    }
  }

  /** A path of this machine as its tree names it. */
  static TreePath treePath(Path path) {
    return TreePath.of(path.toAbsolutePath().normalize().toString());
  }
}
