package io.envsnap.spec.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keys without a form of their own, told by their neighbours: an old Weights & Biases key is 40
 * hexadecimal digits like a commit, Kaggle's is 32 like an MD5.
 */
final class ContextRules {
  private static final Pattern WANDB =
      Pattern.compile(
          "wandb[^\\n"
              + "]{0,60}?(?:login|key)[^\\n"
              + "]{0,40}?(?<![0-9A-Za-z@/])([0-9a-f]{40})(?![0-9A-Za-z])",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern KAGGLE =
      Pattern.compile(
          "[\"']username[\"']\\s{0,5}:[^{}]{1,200}?[\"']key[\"']\\s{0,5}:\\s{0,5}[\"']"
              + "([0-9a-f]{32})[\"']");

  private ContextRules() {}

  static List<Span> find(String text) {
    List<Span> spans = new ArrayList<>();
    // Looking for a word costs a sixth of looking for a pattern, and almost no text has either.
    if (hasWandb(text)) {
      add(WANDB, text, "WANDB_API_KEY", "Weights & Biases key", spans);
    }
    if (text.contains("username")) {
      add(KAGGLE, text, "KAGGLE_KEY", "Kaggle key", spans);
    }
    return spans;
  }

  /** In whatever letters. */
  private static boolean hasWandb(String text) {
    for (char first : new char[] {'w', 'W'}) {
      int at = text.indexOf(first);
      while (at >= 0) {
        if (text.regionMatches(true, at, "wandb", 0, 5)) {
          return true;
        }
        at = text.indexOf(first, at + 1);
      }
    }
    return false;
  }

  private static void add(
      Pattern pattern, String text, String variable, String noun, List<Span> spans) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      String give = "the environment variable `" + variable + "`";
      spans.add(Span.secret(matcher.start(1), matcher.end(1), variable, new Finding(noun, give)));
    }
  }
}
