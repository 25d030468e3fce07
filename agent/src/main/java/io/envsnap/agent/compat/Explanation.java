package io.envsnap.agent.compat;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a text that a program printed means.
 *
 * @param said the part of the text that is known
 * @param meaning what it means, as one clause
 * @param cure what to do
 * @param source where that stands
 * @param aboutCards whether findings about a machine's packages are what explains it
 */
public record Explanation(
    String said, String meaning, String cure, String source, boolean aboutCards) {
  private static final List<List<String>> KNOWN = Table.rows("messages.tsv", 5);
  private static final Pattern FOUND = Pattern.compile("found version (\\d{4,5})");

  /** The first known message in a text, in the order of the table; empty where there is none. */
  public static Optional<Explanation> of(String text) {
    // Long messages are broken into lines by whoever printed them.
    String lower = text.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
    for (List<String> row : KNOWN) {
      if (lower.contains(row.get(0))) {
        return Optional.of(
            new Explanation(
                row.get(0),
                row.get(1) + level(lower),
                row.get(2),
                row.get(3),
                row.get(4).equals("cards")));
      }
    }
    return Optional.empty();
  }

  // torch prints what cuDriverGetVersion said: 12040 is 12.4.
  private static String level(String text) {
    Matcher matcher = FOUND.matcher(text);
    if (!matcher.find()) {
      return "";
    }
    int number = Integer.parseInt(matcher.group(1));
    return " (this driver runs CUDA " + number / 1000 + "." + number % 1000 / 10 + ")";
  }
}
