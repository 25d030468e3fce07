package io.envsnap.spec.redact;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks for secrets in the bytes of a file that is about to be recorded. Meant for files of a
 * person's own and for settings; not for what a package brought, whose examples and test keys are
 * no secrets, and whose bytes must stay as they are.
 */
public final class SecretScan {
  /** Larger files are data: they are not looked at. */
  public static final int LIMIT = 16 << 20;

  /** As git decides what is binary. */
  private static final int LOOK_FOR_NUL = 8000;

  private SecretScan() {}

  /** What was seen. */
  public sealed interface Outcome {
    /** What was found; nothing in a clean file. */
    List<Finding> found();
  }

  /** Nothing was found: record the file as it is. */
  public record Clean() implements Outcome {
    @Override
    public List<Finding> found() {
      return List.of();
    }
  }

  /**
   * Secrets were taken out: record these bytes instead.
   *
   * @param bytes the file with placeholders in it
   */
  public record Cleaned(byte[] bytes, List<Finding> found) implements Outcome {
    /** Takes its own copy of the list. */
    public Cleaned {
      found = List.copyOf(found);
    }
  }

  /** The file makes no sense without its secret, or can't be changed: do not record it. */
  public record Withheld(List<Finding> found) implements Outcome {
    /** Takes its own copy. */
    public Withheld {
      found = List.copyOf(found);
    }
  }

  /** Looks at any file: only what is surely a secret counts. */
  public static Outcome find(byte[] bytes) {
    return find(bytes, Strictness.SURE);
  }

  /** Looks at a file of settings: whatever is called a password is one. */
  public static Outcome findInSettings(byte[] bytes) {
    return find(bytes, Strictness.ANY);
  }

  private static Outcome find(byte[] bytes, Strictness strictness) {
    if (bytes.length > LIMIT) {
      return new Clean();
    }
    if (isBinary(bytes)) {
      return withheldIf(tokens(wide(bytes)));
    }
    // One character a byte, so that whatever encoding the file has, its other bytes stay.
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    Glance glance = Glance.at(text);
    List<Span> keys = glance.mayHaveKeyBlocks() ? KeyBlocks.find(text) : List.of();
    if (!keys.isEmpty()) {
      return withheldIf(keys);
    }
    Redacted redacted = Redaction.of(text, glance, strictness);
    return redacted.changed()
        ? new Cleaned(redacted.text().getBytes(StandardCharsets.ISO_8859_1), redacted.found())
        : new Clean();
  }

  private static List<Span> tokens(String text) {
    Glance glance = Glance.at(text);
    List<Span> spans = new ArrayList<>();
    if (glance.mayHaveKeyBlocks()) {
      spans.addAll(KeyBlocks.find(text));
    }
    if (glance.mayHaveTokens()) {
      spans.addAll(ProviderRules.find(text));
    }
    return spans;
  }

  private static Outcome withheldIf(List<Span> spans) {
    if (spans.isEmpty()) {
      return new Clean();
    }
    return new Withheld(spans.stream().map(Span::finding).distinct().toList());
  }

  /** Whether a file is none of text, by a NUL among its first bytes. */
  public static boolean isBinary(byte[] bytes) {
    for (int i = 0; i < Math.min(bytes.length, LOOK_FOR_NUL); i++) {
      if (bytes[i] == 0) {
        return true;
      }
    }
    return false;
  }

  /** Text of two bytes a character, or one character a byte. */
  private static String wide(byte[] bytes) {
    boolean little = bytes.length > 1 && bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE;
    boolean big = bytes.length > 1 && bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF;
    return new String(bytes, little || big ? StandardCharsets.UTF_16 : StandardCharsets.ISO_8859_1);
  }
}
