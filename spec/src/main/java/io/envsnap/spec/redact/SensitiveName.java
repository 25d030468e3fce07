package io.envsnap.spec.redact;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells names of secrets ({@code HF_TOKEN}, {@code --api-key}, {@code clientSecret}) from names
 * that only look so ({@code tokenizer}, {@code max_tokens}, {@code PIP_KEYRING_PROVIDER}, {@code
 * --token-file}): by their last words, since the last one says what the thing is.
 */
final class SensitiveName {
  private static final Pattern BETWEEN_WORDS =
      Pattern.compile("[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])");

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

  private static final List<String> HINTS =
      List.of("token", "secret", "pass", "pwd", "key", "cred", "auth", "pat");

  private SensitiveName() {}

  static boolean matches(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    // Splitting is slow, and this is asked at each sign of a file.
    if (HINTS.stream().noneMatch(lower::contains)) {
      return false;
    }
    List<String> words =
        BETWEEN_WORDS
            .splitAsStream(name)
            .filter(word -> !word.isEmpty())
            .map(word -> word.toLowerCase(Locale.ROOT))
            .toList();
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

  /** The name as an environment variable would have it. */
  static String asVariable(String name) {
    String separated = name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_");
    String plain = separated.replaceAll("[^A-Za-z0-9]+", "_").replaceAll("^_|_$", "");
    return plain.isEmpty() ? "SECRET" : plain.toUpperCase(Locale.ROOT);
  }
}
