package io.envsnap.spec.redact;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A stretch of a text that has to go.
 *
 * @param start its first character
 * @param end behind its last
 * @param replacement what comes instead
 * @param finding what it was
 */
record Span(int start, int end, String replacement, Finding finding) {
  /** How each placeholder begins. */
  static final String PLACEHOLDER = "{{secret:";

  private static final Comparator<Span> ORDER =
      Comparator.comparingInt(Span::start).thenComparing(Span::end, Comparator.reverseOrder());

  static Span secret(int start, int end, String name, Finding finding) {
    return new Span(start, end, PLACEHOLDER + name + "}}", finding);
  }

  /** The text with all spans replaced; of spans that overlap, the first takes the others in. */
  static Redacted apply(String text, List<Span> spans) {
    List<Span> sorted = new ArrayList<>(spans);
    sorted.sort(ORDER);
    StringBuilder out = new StringBuilder(text.length());
    Set<Finding> found = new LinkedHashSet<>();
    int done = 0;
    for (Span span : sorted) {
      found.add(span.finding());
      if (span.start() >= done) {
        out.append(text, done, span.start()).append(span.replacement());
      }
      done = Math.max(done, span.end());
    }
    return new Redacted(out.append(text, done, text.length()).toString(), List.copyOf(found));
  }
}
