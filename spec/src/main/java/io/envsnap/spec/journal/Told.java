package io.envsnap.spec.journal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the journal tells of one process.
 *
 * @param by the program
 * @param key the process
 * @param uid the number of its user
 * @param folder where it ran; empty where unknown
 * @param words its argument vector
 * @param end hundredths of a second from boot to its end; -1 where unknown
 * @param exit its exit status; -1 where unknown
 * @param origins where what it installed came from
 * @param used files that it was told to read
 * @param changed what it changed, as far as its hook or its own logs tell
 * @param settings what its environment told it, as far as that tells where things come from
 */
public record Told(
    String by,
    ProcessKey key,
    long uid,
    String folder,
    List<String> words,
    long end,
    int exit,
    List<Origin> origins,
    List<UsedFile> used,
    List<String> changed,
    SortedMap<String, String> settings) {
  /** Takes its own copies. */
  public Told {
    settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    words = List.copyOf(words);
    origins = List.copyOf(origins);
    used = List.copyOf(used);
    changed = List.copyOf(changed);
  }

  /** One that was told nothing by its environment. */
  public Told(
      String by,
      ProcessKey key,
      long uid,
      String folder,
      List<String> words,
      long end,
      int exit,
      List<Origin> origins,
      List<UsedFile> used,
      List<String> changed) {
    this(by, key, uid, folder, words, end, exit, origins, used, changed, new TreeMap<>());
  }

  /** The same, ended. */
  public Told ended(long at, int status) {
    return new Told(by, key, uid, folder, words, at, status, origins, used, changed, settings);
  }

  /** The same, with what it changed. */
  public Told changing(List<String> things) {
    return new Told(by, key, uid, folder, words, end, exit, origins, used, things, settings);
  }

  /** The same, with where what it installed came from. */
  public Told installing(List<Origin> found) {
    return new Told(by, key, uid, folder, words, end, exit, found, used, changed, settings);
  }

  /**
   * Puts records together, process by process, in the order in which they began. Several witnesses
   * of one process are one story; who saw its start first tells its words.
   */
  public static List<Told> of(List<JournalLine> lines) {
    Map<ProcessKey, Told> told = new LinkedHashMap<>();
    for (JournalLine line : lines) {
      Told before = told.get(line.key());
      if (before != null || line.phase() == JournalLine.Phase.START) {
        told.put(line.key(), before == null ? begin(line) : before.with(line));
      }
    }
    return List.copyOf(told.values());
  }

  private static Told begin(JournalLine line) {
    List<String> words = line.words();
    SortedMap<String, String> settings = new TreeMap<>();
    for (int i = 2; i + 1 < line.fields().size(); i += 2) {
      settings.put(line.field(i), line.field(i + 1));
    }
    return new Told(
        line.by(),
        line.key(),
        line.uid(),
        line.field(0),
        words,
        -1,
        -1,
        List.of(),
        List.of(),
        List.of(),
        settings);
  }

  private Told with(JournalLine line) {
    return switch (line.phase()) {
      // What it was given says nothing of what it did.
      case START, NEED -> this;
      case END -> ended(line.ticks(), status(line.field(0)));
      case ITEM -> {
        List<Origin> more = new ArrayList<>(origins);
        more.add(Origin.of(line));
        yield installing(more);
      }
      case USED -> {
        List<UsedFile> files = new ArrayList<>(used);
        files.add(new UsedFile(line.field(0), line.field(1)));
        yield new Told(by, key, uid, folder, words, end, exit, origins, files, changed, settings);
      }
      case CHANGE -> {
        List<String> things = new ArrayList<>(changed);
        things.addAll(line.fields());
        yield changing(things);
      }
    };
  }

  private int status(String text) {
    return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : exit;
  }
}
