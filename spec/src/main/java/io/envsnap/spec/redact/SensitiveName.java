package io.envsnap.spec.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Tells names of secrets ({@code HF_TOKEN}, {@code --api-key}, {@code clientSecret}) from names
 * that only look so ({@code tokenizer}, {@code max_tokens}, {@code PIP_KEYRING_PROVIDER}, {@code
 * --token-file}): by their last words, since the last one says what the thing is.
 */
final class SensitiveName {
  private static final Set<String> ALONE =
      Set.of(
          "token",
          "secret",
          "secrets",
          "password",
          "passwd",
          "passphrase",
          "pwd",
          "apikey",
          "authtoken",
          "accesstoken",
          "accesskey",
          "secretkey",
          "privatekey",
          "pgpassword",
          "credential",
          "credentials",
          "authorization",
          "pat");

  private static final Set<String> BEFORE_KEY =
      Set.of(
          "api",
          "access",
          "private",
          "secret",
          "auth",
          "account",
          "storage",
          "encryption",
          "signing",
          "kaggle",
          "wandb",
          "subscription",
          "license",
          "app",
          "webhook");

  /** Words that may follow without changing what the thing is. */
  private static final Set<String> FILLING = Set.of("value", "b64", "base64", "new", "old");

  private SensitiveName() {}

  /** Whether a stretch of a text may be such a name; asked at each sign of a file. */
  static boolean mayBe(String text, int from, int to) {
    for (int at = from; at < to; at++) {
      boolean hint =
          switch (text.charAt(at)) {
            case 't', 'T' -> is("token", text, at, to);
            case 's', 'S' -> is("secret", text, at, to);
            case 'k', 'K' -> is("key", text, at, to);
            case 'c', 'C' -> is("cred", text, at, to);
            case 'a', 'A' -> is("auth", text, at, to);
            case 'p', 'P' ->
                is("pass", text, at, to) || is("pwd", text, at, to) || is("pat", text, at, to);
            default -> false;
          };
      if (hint) {
        return true;
      }
    }
    return false;
  }

  private static boolean is(String hint, String text, int at, int to) {
    return at + hint.length() <= to && text.regionMatches(true, at, hint, 0, hint.length());
  }

  static boolean matches(String name) {
    if (!mayBe(name, 0, name.length())) {
      return false;
    }
    List<String> words = words(name);
    int last = words.size() - 1;
    while (last > 0 && FILLING.contains(words.get(last))) {
      last--;
    }
    if (last < 0) {
      return false;
    }
    String word = words.get(last);
    return ALONE.contains(word)
        || (last > 0 && word.equals("key") && BEFORE_KEY.contains(words.get(last - 1)));
  }

  /** Its words, in small letters: {@code clientSecret_2} has three. */
  static List<String> words(String name) {
    List<String> words = new ArrayList<>();
    int start = 0;
    for (int at = 0; at < name.length(); at++) {
      char c = name.charAt(at);
      boolean between = !isSmall(c) && !isLarge(c);
      boolean hump = at > start && isLarge(c) && isSmall(name.charAt(at - 1));
      if ((between || hump) && at > start) {
        words.add(name.substring(start, at).toLowerCase(Locale.ROOT));
      }
      start = between ? at + 1 : hump ? at : start;
    }
    if (start < name.length()) {
      words.add(name.substring(start).toLowerCase(Locale.ROOT));
    }
    return words;
  }

  /** A digit ends a word as a small letter does. */
  private static boolean isSmall(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }

  private static boolean isLarge(char c) {
    return c >= 'A' && c <= 'Z';
  }

  /** The name as an environment variable would have it. */
  static String asVariable(String name) {
    String separated = name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_");
    String plain = separated.replaceAll("[^A-Za-z0-9]+", "_").replaceAll("^_|_$", "");
    return plain.isEmpty() ? "SECRET" : plain.toUpperCase(Locale.ROOT);
  }
}
