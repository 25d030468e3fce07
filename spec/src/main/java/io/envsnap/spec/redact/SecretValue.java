package io.envsnap.spec.redact;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells the value of a secret from what stands in its place: variables, examples, truths. */
final class SecretValue {
  private static final int SHORTEST_SURE = 16;
  private static final int SHORTEST_NUMBER = 7;
  private static final double ENTROPY_OF_A_TOKEN = 3.0;

  private static final Set<String> MEANINGLESS =
      Set.of(
          "true",
          "false",
          "none",
          "null",
          "nil",
          "yes",
          "no",
          "undefined",
          "...",
          "…",
          "password",
          "passwd",
          "pass",
          "secret",
          "token",
          "changeme",
          "user",
          "username",
          "basic",
          "bearer");

  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9+/=_.~-]{1,4096}");
  private static final Pattern EXAMPLE =
      Pattern.compile("(?i)your[_-].*|my[_-].*|<.*|\\*+|x{4,}|.*(?:example|placeholder).*");

  /** Names of things and requests, far more often than keys. */
  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");

  private SecretValue() {}

  /** Whether this is a secret at all, given that its name says so. */
  static boolean isAny(String value) {
    if (value.isEmpty() || MEANINGLESS.contains(value.toLowerCase(Locale.ROOT))) {
      return false;
    }
    boolean reference = "$%{<(@".indexOf(value.charAt(0)) >= 0;
    boolean shortNumber =
        value.length() < SHORTEST_NUMBER && value.chars().allMatch(Character::isDigit);
    return !reference && !shortNumber && !value.startsWith(Span.PLACEHOLDER);
  }

  /** Whether the value looks like a token by itself. */
  static boolean isSure(String value) {
    return value.length() >= SHORTEST_SURE
        && isAny(value)
        && TOKEN.matcher(value).matches()
        && !EXAMPLE.matcher(value).matches()
        && !UUID.matcher(value).matches()
        && value.chars().anyMatch(Character::isDigit)
        && value.chars().anyMatch(Character::isLetter)
        && entropy(value) >= ENTROPY_OF_A_TOKEN;
  }

  /** Shannon's, in bits a character. */
  static double entropy(String value) {
    int[] counts = new int[128];
    for (int i = 0; i < value.length(); i++) {
      counts[value.charAt(i) & 127]++;
    }
    double entropy = 0;
    for (int count : counts) {
      if (count > 0) {
        double share = (double) count / value.length();
        entropy -= share * Math.log(share) / Math.log(2);
      }
    }
    return entropy;
  }
}
