package io.envsnap.agent.ecosystem.git;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes credentials out of addresses. */
final class UrlCredentials {
  /** {@code scheme://userinfo@}; the name in {@code ssh://git@host} is no secret. */
  private static final Pattern USERINFO =
      Pattern.compile(
          "([A-Za-z][A-Za-z0-9+.-]{0,31}://)([^/\\s\"'\\\\]{1,4096})@([^/@\\s\"'\\\\]{0,255})");

  private UrlCredentials() {}

  /** The text with every address in it rid of its credentials. */
  static String remove(String text) {
    Matcher matcher = USERINFO.matcher(text);
    StringBuilder clean = new StringBuilder();
    while (matcher.find()) {
      String kept = isSecret(matcher) ? matcher.group(1) + matcher.group(3) : matcher.group();
      matcher.appendReplacement(clean, Matcher.quoteReplacement(kept));
    }
    return matcher.appendTail(clean).toString();
  }

  /** {@code scheme://host} of the first address with credentials. */
  static Optional<String> needed(String text) {
    Matcher matcher = USERINFO.matcher(text);
    while (matcher.find()) {
      if (isSecret(matcher)) {
        return Optional.of(matcher.group(1) + matcher.group(3));
      }
    }
    return Optional.empty();
  }

  private static boolean isSecret(Matcher matcher) {
    return !matcher.group(1).contains("ssh") || matcher.group(2).contains(":");
  }
}
