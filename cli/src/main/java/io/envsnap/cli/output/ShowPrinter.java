package io.envsnap.cli.output;

import io.envsnap.agent.restore.RestoreSource;
import io.envsnap.spec.codec.LockfileYaml;
import io.envsnap.spec.lockfile.Base;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.Lockfile;
import java.nio.charset.StandardCharsets;

/** Shows a lockfile. */
public final class ShowPrinter {
  private final Console console;
  private final boolean json;

  /** A printer on that console. */
  public ShowPrinter(Console console, boolean json) {
    this.console = console;
    this.json = json;
  }

  /** Prints the lockfile itself, as {@code record} writes it. */
  public void printYaml(Lockfile lockfile) {
    console.out().print(new String(LockfileYaml.write(lockfile), StandardCharsets.UTF_8));
    console.out().flush();
  }

  /** Prints the entries, one a line. */
  public void print(RestoreSource source) {
    Lockfile lockfile = source.lockfile();
    if (json) {
      lockfile.entries().forEach(entry -> console.data(line(entry).text()));
      return;
    }
    Base base = lockfile.base();
    String image = base.image().isEmpty() ? "" : ", " + base.image();
    console.say("Recorded on " + base.os() + " " + base.architecture() + image);
    lockfile
        .snapshot()
        .ifPresent(
            link ->
                console.say(
                    "Snapshot "
                        + link.id().brief()
                        + " in "
                        + link.store()
                        + (source.snapshot().isPresent() ? "" : " (" + source.missing() + ")")));
    lockfile
        .entries()
        .forEach(
            entry ->
                console.data(
                    " "
                        + EntryWords.mark(entry)
                        + " "
                        + EntryWords.one(entry)
                        + (entry.requested() ? "" : "  (automatic)")));
    lockfile
        .leftOut()
        .forEach(left -> console.say("Left out: " + left.path() + " (" + left.reason() + ")"));
    lockfile
        .credentials()
        .forEach(need -> console.say("Needs: " + need.need() + " for " + need.purpose()));
    console.say(EntryWords.counts(lockfile.entries()));
  }

  private static JsonLine line(Entry entry) {
    JsonLine line =
        JsonLine.of("status")
            .put("ecosystem", entry.key().ecosystem().value())
            .put("kind", entry.key().kind())
            .put("scope", entry.key().scope())
            .put("name", entry.key().name())
            .put("version", entry.version())
            .put("requested", entry.requested());
    entry.attributes().forEach((name, value) -> line.put("attribute." + name, value));
    return line;
  }
}
