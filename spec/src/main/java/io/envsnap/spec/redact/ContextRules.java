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
  private static final String NAME = "wandb";
  private static final String USER = "username";
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

  /** Keys of Weights & Biases behind its name, in whatever letters that is written. */
  static List<Span> wandb(String text) {
    List<Span> spans = new ArrayList<>();
    Matcher matcher = WANDB.matcher(text);
    int at = 0;
    while (at + NAME.length() <= text.length()) {
      char c = text.charAt(at);
      if ((c == 'w' || c == 'W') && text.regionMatches(true, at, NAME, 0, NAME.length())) {
        at = add(matcher, at, "WANDB_API_KEY", "Weights & Biases key", spans);
      } else {
        at++;
      }
    }
    return spans;
  }

  /** Keys in Kaggle's own file. */
  static List<Span> kaggle(String text) {
    List<Span> spans = new ArrayList<>();
    Matcher matcher = KAGGLE.matcher(text);
    int at = text.indexOf(USER);
    while (at >= 0) {
      // It begins with the quote before that.
      int next = at == 0 ? 1 : add(matcher, at - 1, "KAGGLE_KEY", "Kaggle key", spans);
      at = text.indexOf(USER, Math.max(next, at + 1));
    }
    return spans;
  }

  /** Adds what begins there; returns where to go on. */
  private static int add(
      Matcher matcher, int start, String variable, String noun, List<Span> spans) {
    matcher.region(start, matcher.regionEnd());
    if (!matcher.lookingAt()) {
      return start + 1;
    }
    String give = "the environment variable `" + variable + "`";
    spans.add(Span.secret(matcher.start(1), matcher.end(1), variable, new Finding(noun, give)));
    return matcher.end();
  }
}
