package io.envsnap.spec.redact;

import java.util.List;

/**
 * A text in which no known form of a secret is left.
 *
 * @param text safe to record and to show
 * @param found what was taken out; empty when the text is as it was
 */
public record Redacted(String text, List<Finding> found) {
  /** Takes its own copy. */
  public Redacted {
    found = List.copyOf(found);
  }

  /** Whether anything was taken out. */
  public boolean changed() {
    return !found.isEmpty();
  }
}
