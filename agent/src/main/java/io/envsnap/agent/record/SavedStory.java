package io.envsnap.agent.record;

import io.envsnap.spec.codec.FormatException;
import io.envsnap.spec.codec.LockfileYaml;
import io.envsnap.spec.journal.Action;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the last save found that an action had changed: a journal alone does not tell it of programs
 * without a hook.
 */
public final class SavedStory {
  private final Map<String, List<String>> changed = new HashMap<>();

  private SavedStory() {}

  /** Reads a lockfile; one that is not there, or that a person has broken, tells nothing. */
  public static SavedStory read(Path lockfile) throws IOException {
    SavedStory story = new SavedStory();
    if (Files.isRegularFile(lockfile)) {
      try {
        LockfileYaml.read(Files.readAllBytes(lockfile), lockfile.toString())
            .actions()
            .forEach(action -> story.changed.put(name(action), action.changed()));
      } catch (FormatException e) {
        // To print a story is no occasion to complain of it.
        return story;
      }
    }
    return story;
  }

  /** The actions, those that say nothing of what they changed with what the save says of them. */
  public List<Action> complete(List<Action> actions) {
    List<Action> completed = new ArrayList<>();
    for (Action one : actions) {
      List<String> known = changed.getOrDefault(name(one), List.of());
      completed.add(
          one.changed().isEmpty()
              ? new Action(
                  one.at(),
                  one.by(),
                  one.user(),
                  one.command(),
                  one.folder(),
                  one.took(),
                  one.exit(),
                  known)
              : one);
    }
    return completed;
  }

  private static String name(Action action) {
    return action.at() + " " + action.by() + " " + String.join(" ", action.command());
  }
}
