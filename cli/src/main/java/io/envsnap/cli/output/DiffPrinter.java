package io.envsnap.cli.output;

import io.envsnap.spec.diff.EntryChange;
import io.envsnap.spec.diff.LockfileDiff;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Says how two lockfiles differ, one entry a line, grouped by ecosystem and kind. */
public final class DiffPrinter {
  private static final int SHOWN = 60;

  private final Console console;
  private final boolean json;

  /** A printer on that console. */
  public DiffPrinter(Console console, boolean json) {
    this.console = console;
    this.json = json;
  }

  /** Prints what has to be done to the first to have the second. */
  public void print(LockfileDiff diff) {
    if (json) {
      diff.added().forEach(entry -> console.data(line("added", entry.key()).text()));
      diff.removed().forEach(entry -> console.data(line("removed", entry.key()).text()));
      diff.changed().forEach(this::json);
      console.data(
          JsonLine.of("summary")
              .put("added", diff.added().size())
              .put("removed", diff.removed().size())
              .put("changed", diff.changed().size())
              .text());
      return;
    }
    SortedMap<EntryKey, List<String>> lines = new TreeMap<>();
    diff.added().forEach(entry -> lines.put(entry.key(), List.of(" + " + words(entry))));
    diff.removed().forEach(entry -> lines.put(entry.key(), List.of(" - " + words(entry))));
    diff.changed().forEach(change -> lines.put(change.key(), words(change)));
    String group = "";
    for (var line : lines.entrySet()) {
      String heading = line.getKey().ecosystem() + " " + line.getKey().kind();
      if (!heading.equals(group)) {
        console.data(heading);
        group = heading;
      }
      line.getValue().forEach(console::data);
    }
    console.say(
        diff.isEmpty()
            ? "Both have the same entries"
            : Words.count(diff.added().size(), "entries")
                + " added, "
                + diff.removed().size()
                + " removed, "
                + diff.changed().size()
                + " changed");
  }

  private void json(EntryChange change) {
    List<String> aspects = new ArrayList<>();
    change
        .aspects()
        .forEach(
            aspect ->
                aspects.add(aspect.name() + ": " + aspect.before() + " -> " + aspect.after()));
    console.data(
        line("changed", change.key())
            .put("before", change.before().version())
            .put("after", change.after().version())
            .put("aspects", aspects)
            .text());
  }

  private static JsonLine line(String what, EntryKey key) {
    return JsonLine.of("change")
        .put("change", what)
        .put("ecosystem", key.ecosystem().value())
        .put("kind", key.kind())
        .put("scope", key.scope())
        .put("name", key.name());
  }

  private static String words(Entry entry) {
    String scope = entry.key().scope().isEmpty() ? "" : "  (" + entry.key().scope() + ")";
    return (entry.key().name() + " " + EntryWords.version(entry)).strip() + scope;
  }

  private static List<String> words(EntryChange change) {
    List<String> lines = new ArrayList<>();
    String scope = change.key().scope().isEmpty() ? "" : "  (" + change.key().scope() + ")";
    String versions =
        change.changesVersion()
            ? " "
                + EntryWords.version(change.before())
                + " -> "
                + EntryWords.version(change.after())
            : "";
    lines.add(" ~ " + change.key().name() + versions + scope);
    for (EntryChange.Aspect aspect : change.aspects()) {
      if (!aspect.name().equals("version")) {
        lines.add(
            "     "
                + aspect.name()
                + ": "
                + shown(aspect.before())
                + " -> "
                + shown(aspect.after()));
      }
    }
    return lines;
  }

  private static String shown(String value) {
    if (value.isEmpty()) {
      return "none";
    }
    return value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "…";
  }
}
