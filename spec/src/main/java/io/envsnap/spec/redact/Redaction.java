package io.envsnap.spec.redact;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Takes secrets out of what is recorded or shown. An address loses them; elsewhere {@code
 * {{secret:NAME}}} stands in their place, with the environment variable that usually holds such a
 * secret. What was redacted once stays as it is. Hashes, commits, UUIDs and versions are left
 * alone: nothing is judged by its randomness unless a name says that it is a secret.
 */
public final class Redaction {
  /** A pass may uncover what another one hid, such as a token in what is left of a query. */
  private static final int MOST_PASSES = 4;

  private Redaction() {}

  /** A command line, a message, a log, a file of settings. */
  public static Redacted ofText(String text) {
    return of(text, Strictness.ANY);
  }

  /** An address alone. */
  public static Redacted ofUrl(String address) {
    SafeUrl url = SafeUrl.of(address);
    return new Redacted(url.text(), url.found());
  }

  /** The words of a command, its program first. */
  public static RedactedWords ofArguments(List<String> words) {
    return new ArgumentRedaction(words).redact();
  }

  static Redacted of(String text, Strictness strictness) {
    return of(text, Glance.at(text), strictness);
  }

  /** The same of a text that was glanced at. */
  static Redacted of(String text, Glance glance, Strictness strictness) {
    Set<Finding> found = new LinkedHashSet<>();
    String current = text;
    for (int pass = 0; pass < MOST_PASSES; pass++) {
      Glance now = pass == 0 ? glance : Glance.at(current);
      Redacted redacted = Span.apply(current, spans(current, now, strictness));
      if (!redacted.changed()) {
        break;
      }
      found.addAll(redacted.found());
      current = redacted.text();
    }
    return new Redacted(current, List.copyOf(found));
  }

  private static List<Span> spans(String text, Glance glance, Strictness strictness) {
    List<Span> spans = new ArrayList<>();
    if (glance.mayHaveKeyBlocks()) {
      spans.addAll(KeyBlocks.find(text));
    }
    if (glance.mayHaveAddresses()) {
      spans.addAll(UrlSpans.find(text, strictness));
    }
    if (glance.mayHaveTokens()) {
      spans.addAll(ProviderRules.find(text));
    }
    if (glance.mayHaveWandb()) {
      spans.addAll(ContextRules.wandb(text));
    }
    if (glance.mayHaveKaggle()) {
      spans.addAll(ContextRules.kaggle(text));
    }
    spans.addAll(AssignmentSpans.find(text, strictness));
    if (strictness == Strictness.ANY) {
      spans.addAll(OptionSpans.find(text));
    }
    return spans;
  }
}
