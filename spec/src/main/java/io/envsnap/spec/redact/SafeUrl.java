package io.envsnap.spec.redact;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address that cannot leak: whatever prints it prints it without credentials.
 *
 * @param secretive the address as it was found
 */
public record SafeUrl(String secretive) {
  private static final Pattern USERINFO =
      Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]{0,31}://)([^/@\\s]{1,4096})@([^\\s]*)$");
  private static final Pattern ORIGIN =
      Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]{0,31}://[^/?#\\s]{0,255}).*$");
  private static final Pattern QUERY_SECRET =
      Pattern.compile(
          "(?i)([?&](?:token|access_token|api_?key|key|sig|signature|password"
              + "|X-(?:Amz|Goog)-(?:Signature|Credential|Security-Token))=)[^&#\\s]{1,4096}");
  private static final Set<String> LOGIN_NAMES = Set.of("git", "hg", "svn", "anonymous");

  /** The address of that text. */
  public static SafeUrl of(String text) {
    return new SafeUrl(text);
  }

  /** Whether anything had to be taken out. */
  public boolean hasSecret() {
    return !toString().equals(secretive);
  }

  /**
   * {@code scheme://host[:port]}, without credentials; the whole safe text where it has no host.
   */
  public String origin() {
    Matcher matcher = ORIGIN.matcher(toString());
    return matcher.matches() ? matcher.group(1) : toString();
  }

  /**
   * The address without user names that are or come with a secret, and without secret parameters.
   */
  @Override
  public String toString() {
    String safe = secretive;
    Matcher matcher = USERINFO.matcher(safe);
    if (matcher.matches() && !LOGIN_NAMES.contains(matcher.group(2))) {
      safe = matcher.group(1) + matcher.group(3);
    }
    return QUERY_SECRET.matcher(safe).replaceAll("$1{{secret}}");
  }
}
