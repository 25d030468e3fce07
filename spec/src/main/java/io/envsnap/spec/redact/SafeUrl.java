package io.envsnap.spec.redact;

import io.envsnap.spec.lockfile.Need;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address that may be recorded and shown: user information, secret parameters and tokens are
 * gone. It never held them: only that there were some. It takes URLs, {@code git+https} and its
 * like, and the {@code git@host:path} form of git, in which the user is no secret.
 */
public final class SafeUrl {
  private static final Pattern SITE =
      Pattern.compile(
          "(?:(?:git|hg|svn|bzr)\\+)?([a-z][a-z0-9+.-]{0,30})://(?:[^/?#@]*@)?([^/?#]+).*");
  private static final Pattern SCP_LIKE =
      Pattern.compile("(?:[\\w.-]{1,64}@)?([\\w.-]{1,255}|\\[[0-9a-fA-F:]+\\]):(?!//).*");

  private final String text;
  private final List<Finding> found;

  private SafeUrl(String text, List<Finding> found) {
    this.text = text;
    this.found = found;
  }

  /** The safe form of that address. */
  public static SafeUrl of(String address) {
    List<Span> spans = new ArrayList<>(UrlSpans.find(address, Strictness.ANY));
    spans.addAll(ProviderRules.find(address));
    Redacted redacted = Span.apply(address, spans);
    // What a query kept has not been looked at for tokens.
    Redacted again = Span.apply(redacted.text(), ProviderRules.find(redacted.text()));
    List<Finding> found = new ArrayList<>(redacted.found());
    again.found().stream().filter(finding -> !found.contains(finding)).forEach(found::add);
    return new SafeUrl(again.text(), List.copyOf(found));
  }

  /** The address without its secrets. */
  public String text() {
    return text;
  }

  /** Whether the address had a secret in it. */
  public boolean hadSecret() {
    return !found.isEmpty();
  }

  /**
   * What a credential would open: scheme, host and port, such as {@code https://git.example:8443};
   * the empty text for what is on no host.
   */
  public String site() {
    Matcher url = SITE.matcher(text);
    if (url.matches()) {
      return url.group(1) + "://" + url.group(2);
    }
    Matcher scp = SCP_LIKE.matcher(text);
    return scp.matches() && !text.startsWith("/") ? "ssh://" + scp.group(1) : "";
  }

  /** What the next machine must be given for {@code purpose}; nothing without a secret. */
  public Optional<Need> need(String purpose) {
    return found.stream().findFirst().map(finding -> finding.need(purpose));
  }

  /** What was taken out. */
  public List<Finding> found() {
    return found;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SafeUrl url && url.text.equals(text) && url.found.equals(found);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The same as {@link #text}: a secret cannot reach a log by mistake. */
  @Override
  public String toString() {
    return text;
  }
}
