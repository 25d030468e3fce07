package io.envsnap.spec.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One record of the journal, as hooks write it: fields between tabs, closed by a field that is one
 * full stop, so that a record that was cut off is none.
 *
 * @param by the program that is spoken of, such as {@code apt}
 * @param phase what is said of it
 * @param key its process
 * @param uid the number of its user
 * @param ticks hundredths of a second from boot to this record
 * @param fields what is said
 */
public record JournalLine(
    String by, Phase phase, ProcessKey key, long uid, long ticks, List<String> fields) {
  /** Between the words of an argument vector, where no program puts it. */
  public static final char WORDS = '\u001f';

  private static final String MAGIC = "E1";
  private static final String END = ".";
  private static final int HEAD = 8;

  /** What a record says. */
  public enum Phase {
    /** A program began; fields: folder, argument vector, then pairs of what was set for it. */
    START,
    /** It ended; fields: exit status, empty where unknown. */
    END,
    /** It was going to install something; fields: name, version, address, SHA-256, then pairs. */
    ITEM,
    /** It was told to read a file; fields: path, SHA-256. */
    USED,
    /** It changed something; fields: one thing each, such as {@code + six 1.16.0}. */
    CHANGE,
    /** It was given a credential; fields: what that opens, how to give it (empty: as usual). */
    NEED
  }

  /** Takes its own copy. */
  public JournalLine {
    fields = List.copyOf(fields);
  }

  /** The record in a line, if it is whole. */
  public static Optional<JournalLine> parse(String line) {
    String[] parts = line.split("\t", -1);
    int last = parts.length - 1;
    if (last < HEAD || !parts[0].equals(MAGIC) || !parts[last].equals(END)) {
      return Optional.empty();
    }
    try {
      ProcessKey key = new ProcessKey(parts[3], Long.parseLong(parts[4]), Long.parseLong(parts[5]));
      List<String> fields = new ArrayList<>();
      for (int i = HEAD; i < last; i++) {
        fields.add(unescape(parts[i]));
      }
      return Optional.of(
          new JournalLine(
              parts[1],
              Phase.valueOf(parts[2]),
              key,
              Long.parseLong(parts[6]),
              Long.parseLong(parts[7]),
              fields));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The record as it is appended: it begins with a newline in case the one before was cut off. */
  public String text() {
    StringBuilder out = new StringBuilder("\n" + MAGIC);
    for (String part :
        List.of(
            by,
            phase.name(),
            key.boot(),
            Long.toString(key.pid()),
            Long.toString(key.start()),
            Long.toString(uid),
            Long.toString(ticks))) {
      out.append('\t').append(part);
    }
    fields.forEach(field -> out.append('\t').append(escape(field)));
    return out.append('\t').append(END).append('\n').toString();
  }

  /** A field; empty where the record has fewer. */
  public String field(int index) {
    return index < fields.size() ? fields.get(index) : "";
  }

  /** The argument vector of a {@link Phase#START}. */
  public List<String> words() {
    String words = field(1);
    return words.isEmpty() ? List.of() : List.of(words.split(String.valueOf(WORDS), -1));
  }

  private static String escape(String field) {
    return field.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n");
  }

  private static String unescape(String field) {
    if (field.indexOf('\\') < 0) {
      return field;
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c == '\\' && i + 1 < field.length()) {
        i++;
        char escaped = field.charAt(i);
        out.append(escaped == 't' ? '\t' : escaped == 'n' ? '\n' : escaped);
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
