package io.envsnap.cli.output;

import io.envsnap.cli.config.Environment;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * Where everything is printed: data to standard output, all else to standard error.
 *
 * @param out data
 * @param err everything else
 * @param colour whether errors and warnings are coloured
 * @param live whether a line may be drawn again and again
 * @param losses tells why data got lost, empty when none did
 */
public record Console(
    PrintStream out, PrintStream err, boolean colour, boolean live, Supplier<String> losses) {
  /** A console on streams that lose nothing. */
  public Console(PrintStream out, PrintStream err, boolean colour, boolean live) {
    this(out, err, colour, live, () -> "");
  }

  /** The console of this process; UTF-8 whatever the locale says. */
  public static Console ofProcess(Environment environment) {
    DataStream data = new DataStream(new FileOutputStream(FileDescriptor.out));
    return new Console(
        new PrintStream(data, true, StandardCharsets.UTF_8),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        !environment.isColourless(),
        environment.terminal() && !environment.isNotebook(),
        data::lost);
  }

  /** Why data that was printed got lost; empty when none did. */
  public String lost() {
    out.flush();
    return losses.get();
  }

  /** One line of data. */
  public void data(String line) {
    out.println(harmless(line));
  }

  /** One line for people. */
  public void say(String line) {
    err.println(harmless(line));
  }

  /** Something that a person should know. */
  public void warn(String sentence) {
    err.println(paint("33", "warning:") + " " + harmless(sentence));
  }

  /** Why it stopped, and what to do about it. */
  public void error(String sentence, String hint) {
    err.println(paint("31", "error:") + " " + harmless(sentence));
    if (!hint.isEmpty()) {
      err.println();
      err.println(paint("36", "hint:") + " " + harmless(hint));
    }
  }

  /**
   * Text of others, such as a file's name, must not command the terminal nor turn the line around.
   */
  private static String harmless(String text) {
    StringBuilder harmless = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              boolean commands = Character.isISOControl(point) && point != '\n' && point != '\t';
              boolean turns =
                  (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
              harmless.appendCodePoint(commands || turns ? '?' : point);
            });
    return harmless.toString();
  }

  private String paint(String colourCode, String word) {
    return colour ? "\u001b[" + colourCode + "m" + word + "\u001b[0m" : word;
  }
}
