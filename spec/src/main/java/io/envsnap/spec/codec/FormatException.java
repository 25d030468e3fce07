package io.envsnap.spec.codec;

import java.util.OptionalInt;

/**
 * A document that cannot be read. The message is one sentence that names the source and, where
 * known, line and column; {@link #hint} says what to do.
 */
public final class FormatException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int NOWHERE = 0;

  /** What is the matter, as far as it decides what can be done about it. */
  public enum Kind {
    /** Damaged, or edited into something that is no document of this format. */
    BROKEN,
    /** Something else altogether. */
    FOREIGN,
    /** Of a later version than this build reads. */
    NEWER
  }

  private final Kind kind;
  private final String hint;
  private final int line;
  private final int column;

  private FormatException(Kind kind, String message, String hint, int line, int column) {
    super(message);
    this.kind = kind;
    this.hint = hint;
    this.line = line;
    this.column = column;
  }

  /** {@code what} completes the sentence "`source` is broken: ..."; it has no known place. */
  public static FormatException broken(String source, String what, String hint) {
    return new FormatException(
        Kind.BROKEN, "`" + source + "` is broken: " + what, hint, NOWHERE, NOWHERE);
  }

  static FormatException broken(String source, int line, int column, String what, String hint) {
    String message =
        "`" + source + "` is broken at line " + line + ", column " + column + ": " + what;
    return new FormatException(Kind.BROKEN, message, hint, line, column);
  }

  static FormatException foreign(String source, String noun, String why, String hint) {
    String message = "`" + source + "` is not an envsnap " + noun + ": " + why;
    return new FormatException(Kind.FOREIGN, message, hint, NOWHERE, NOWHERE);
  }

  static FormatException newer(String source, String version, int newest) {
    String format = "its format is version " + version + ", this envsnap reads up to " + newest;
    String message = "`" + source + "` was made by a newer envsnap: " + format;
    return new FormatException(
        Kind.NEWER, message, "Update envsnap, then run the command again", NOWHERE, NOWHERE);
  }

  /** What is the matter. */
  public Kind kind() {
    return kind;
  }

  /** What to do about it, in one sentence. */
  public String hint() {
    return hint;
  }

  /** The line of the mistake, from 1, where the document has lines and the mistake a place. */
  public OptionalInt line() {
    return line == NOWHERE ? OptionalInt.empty() : OptionalInt.of(line);
  }

  /** The column of the mistake, from 1; present when {@link #line} is. */
  public OptionalInt column() {
    return column == NOWHERE ? OptionalInt.empty() : OptionalInt.of(column);
  }
}
