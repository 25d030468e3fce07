package io.envsnap.spec.redact;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Tokens that one can tell by how they begin.
 *
 * @param variable the environment variable that usually holds such a token
 * @param noun what a person calls it
 * @param starts the literal beginnings, one of which begins every match
 * @param pattern the whole token, from its beginning; every quantifier is bounded
 */
record ProviderRule(String variable, String noun, List<String> starts, Pattern pattern) {
  static ProviderRule of(String variable, String noun, String pattern, String... starts) {
    return new ProviderRule(variable, noun, List.of(starts), Pattern.compile(pattern));
  }

  Finding finding() {
    return new Finding(noun, "the environment variable `" + variable + "`");
  }
}
