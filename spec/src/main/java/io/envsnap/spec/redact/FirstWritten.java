package io.envsnap.spec.redact;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads an argument vector as a hook wrote it, by {@link FirstWriteRules}: what it put in the place
 * of secrets tells which there were, and becomes what {@link Redaction} would have put there.
 */
public final class FirstWritten {
  private static final String MARK = Pattern.quote(FirstWriteRules.IN_ADDRESS);
  private static final Pattern USER =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]{0,30}://)" + MARK + "@");
  private static final Pattern PARAMETER =
      Pattern.compile("([?&;])([^?&;=]{1,64})=" + MARK + "(&?)");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{secret:(\\w{1,64})}}");
  private static final Pattern NAME =
      Pattern.compile("([0-9A-Za-z_.-]{1,64})[\"']?[ \t]{0,9}[=:][ \t]{0,9}[\"']?$");

  /** What stands for a secret of which only the text before it says what it is. */
  private static final Set<String> UNNAMED = Set.of("VALUE", "OPTION");

  private final Set<Finding> found = new LinkedHashSet<>();

  private FirstWritten() {}

  /** The words as they may be told, and what was taken out of them. */
  public static RedactedWords read(List<String> words) {
    FirstWritten reader = new FirstWritten();
    List<String> read = new ArrayList<>();
    String before = "";
    for (String word : words) {
      read.add(reader.named(before, reader.address(word)));
      before = word;
    }
    RedactedWords redacted = Redaction.ofArguments(read);
    reader.found.addAll(redacted.found());
    return new RedactedWords(redacted.words(), List.copyOf(reader.found));
  }

  private String address(String word) {
    String plain = word;
    Matcher user = USER.matcher(plain);
    while (user.find()) {
      plain = plain.substring(0, user.end(1)) + plain.substring(user.end());
      found.add(site(plain, user.end(1) - 3, "password"));
      user = USER.matcher(plain);
    }
    Matcher parameter = PARAMETER.matcher(plain);
    while (parameter.find()) {
      String separator = parameter.group(3).isEmpty() ? "" : parameter.group(1);
      found.add(site(plain, plain.lastIndexOf("://", parameter.start()), parameter.group(2)));
      plain = plain.substring(0, parameter.start()) + separator + plain.substring(parameter.end());
      parameter = PARAMETER.matcher(plain);
    }
    return plain;
  }

  /** The host that the address opens whose scheme ends at {@code at}. */
  private static Finding site(String text, int at, String name) {
    int start = Math.max(at, 0);
    while (start > 0 && UrlSpans.isSchemeLetter(text.charAt(start - 1))) {
      start--;
    }
    String site = at < 0 ? "" : SafeUrl.of(text.substring(start)).site();
    return site.isEmpty()
        ? Finding.ofVariable(SensitiveName.asVariable(name))
        : Finding.ofSite(site);
  }

  private String named(String before, String word) {
    Matcher placeholder = PLACEHOLDER.matcher(word);
    StringBuilder out = new StringBuilder();
    while (placeholder.find()) {
      String variable = placeholder.group(1);
      if (UNNAMED.contains(variable)) {
        Matcher name = NAME.matcher(word.substring(0, placeholder.start()));
        boolean option = placeholder.start() == 0 && before.startsWith("-");
        if (name.find() || option) {
          variable = SensitiveName.asVariable(option ? before : name.group(1));
        }
      }
      found.add(variable.equals("PRIVATE_KEY") ? KeyBlocks.FINDING : ProviderRules.named(variable));
      placeholder.appendReplacement(
          out, Matcher.quoteReplacement(Span.PLACEHOLDER + variable + "}}"));
    }
    return placeholder.appendTail(out).toString();
  }
}
