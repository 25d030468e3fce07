package io.envsnap.spec.redact;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Redacts an argument vector word by word; what is between words is exact here, unlike in a text.
 * The options that only their program makes secret are data.
 */
final class ArgumentRedaction {
  /** Programs that may stand before the one that is run. */
  private static final Set<String> WRAPPERS =
      Set.of("sudo", "env", "nohup", "time", "nice", "stdbuf");

  /**
   * Options whose value is the secret, for each program; {@code login} stands for all that log in.
   */
  private static final Map<String, Set<String>> SECRET_OPTIONS =
      Map.of(
          "sshpass", Set.of("-p"),
          "twine", Set.of("-p"),
          "redis-cli", Set.of("-a"),
          "login", Set.of("-p"));

  /** Options to which the secret is attached without a blank. */
  private static final Map<String, String> ATTACHED =
      Map.of("sshpass", "-p", "mysql", "-p", "mysqldump", "-p");

  /** Options whose value is {@code user:secret}. */
  private static final Map<String, Set<String>> USER_OPTIONS =
      Map.of(
          "curl", Set.of("-u", "--user", "-U", "--proxy-user"),
          "http", Set.of("-a", "--auth"),
          "https", Set.of("-a", "--auth"));

  /** Programs that take the key as a word of its own, behind {@code login}. */
  private static final Map<String, Pattern> LOGIN_WORDS =
      Map.of("wandb", Pattern.compile("[0-9a-f]{40}|\\w{40,200}"));

  private final List<String> words;
  private final String program;
  private final List<String> redacted = new ArrayList<>();
  private final Set<Finding> found = new LinkedHashSet<>();

  ArgumentRedaction(List<String> words) {
    this.words = words;
    this.program = program(words);
  }

  private static String program(List<String> words) {
    for (String word : words) {
      String name = word.substring(word.lastIndexOf('/') + 1);
      if (!name.startsWith("-") && name.indexOf('=') < 0 && !WRAPPERS.contains(name)) {
        return name;
      }
    }
    return "";
  }

  RedactedWords redact() {
    String before = "";
    for (String word : words) {
      redacted.add(word(before, word));
      before = word;
    }
    return new RedactedWords(redacted, List.copyOf(found));
  }

  private String word(String before, String word) {
    boolean login = words.contains("login");
    Pattern key = LOGIN_WORDS.get(program);
    if (login && key != null && key.matcher(word).matches()) {
      return secret(program + "_api_key");
    }
    String family = login ? "login" : program;
    if (SECRET_OPTIONS.getOrDefault(family, Set.of()).contains(before)) {
      return secret("password");
    }
    String attached = ATTACHED.get(program);
    if (attached != null && isAttached(attached, word)) {
      return attached + secret("password");
    }
    Set<String> userOptions = USER_OPTIONS.getOrDefault(program, Set.of());
    if (userOptions.contains(before) || userOptions.stream().anyMatch(o -> isAttached(o, word))) {
      return behindColon(word);
    }
    boolean named = before.startsWith("-") && before.indexOf('=') < 0;
    if (named && !word.startsWith("-") && SensitiveName.matches(before)) {
      return SecretValue.isAny(word) ? secret(before) : text(word);
    }
    return text(word);
  }

  /** As in {@code -pSECRET}; only short options do that. */
  private static boolean isAttached(String option, String word) {
    return option.length() == 2 && word.length() > 2 && word.startsWith(option);
  }

  private String behindColon(String word) {
    int colon = word.indexOf(':');
    boolean secret = colon >= 0 && SecretValue.isAny(word.substring(colon + 1));
    return secret ? word.substring(0, colon + 1) + secret("password") : text(word);
  }

  private String secret(String name) {
    String variable = SensitiveName.asVariable(name);
    found.add(Finding.ofVariable(variable));
    return Span.PLACEHOLDER + variable + "}}";
  }

  private String text(String word) {
    Redacted safe = Redaction.ofText(word);
    found.addAll(safe.found());
    return safe.text();
  }
}
