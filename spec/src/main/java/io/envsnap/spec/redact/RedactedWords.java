package io.envsnap.spec.redact;

import java.util.List;

/**
 * An argument vector in which no known form of a secret is left.
 *
 * @param words as many as there were
 * @param found what was taken out
 */
public record RedactedWords(List<String> words, List<Finding> found) {
  /** Takes its own copies. */
  public RedactedWords {
    words = List.copyOf(words);
    found = List.copyOf(found);
  }
}
