package io.envsnap.cli.output;

import io.envsnap.agent.store.Sharing;
import java.util.Optional;

/** Says who may use a store now, and what they run. */
public final class SharePrinter {
  private static final String SIGN_IN =
      "They sign in to all of Drive first, in Colab with `auth.authenticate_user()`; a sign-in by"
          + " `envsnap login` sees only what its own user made";

  private final Console console;
  private final boolean json;

  /** A printer on that console. */
  public SharePrinter(Console console, boolean json) {
    this.console = console;
    this.json = json;
  }

  /** Says that somebody was let in. */
  public void printShared(Sharing sharing, Optional<String> person, boolean writes) {
    String line = "envsnap restore --store " + sharing.address();
    if (json) {
      console.data(
          JsonLine.of("summary")
              .put("person", person.orElse("anyone"))
              .put("role", writes ? "writer" : "reader")
              .put("store", sharing.address())
              .put("run", line)
              .put("changed", sharing.changed())
              .text());
      return;
    }
    String who = person.orElse("whoever has its address");
    String may = writes ? "may restore from it and record into it" : "may restore from it";
    console.say(
        sharing.changed()
            ? "Shared `" + sharing.folder() + "` with " + who + ", who " + may
            : "`" + sharing.folder() + "` was shared so with " + who + " already");
    console.say(SIGN_IN);
    console.say("They run:");
    console.data(line);
  }

  /** Says that somebody was let out. */
  public void printUnshared(Sharing sharing, Optional<String> person) {
    if (json) {
      console.data(
          JsonLine.of("summary")
              .put("person", person.orElse("anyone"))
              .put("store", sharing.address())
              .put("changed", sharing.changed())
              .text());
      return;
    }
    String who = person.orElse("whoever has its address");
    console.say(
        sharing.changed()
            ? "`" + sharing.folder() + "` is no longer shared with " + who
            : "`" + sharing.folder() + "` was not shared with " + who);
  }
}
