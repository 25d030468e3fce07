package io.envsnap.spec.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Credentials inside addresses: user information ({@code https://user:pass@host} and {@code
 * https://TOKEN@host}) and secret parameters ({@code ?token=}, signatures of clouds). They are
 * taken out without a placeholder, so that what is left is the plain address, which still works
 * with netrc, a keyring or a credential helper.
 */
final class UrlSpans {
  private static final int SHORTEST_TOKEN = 12;
  private static final int LONGEST_SCHEME = 31;
  private static final int LONGEST_PASSWORD = 512;
  private static final String END_OF_URL = " \t\r\n\"'`<>|\\^";

  /** Names that open nothing: git hosts take them from everybody. */
  private static final Set<String> PUBLIC_USERS =
      Set.of("git", "hg", "svn", "anonymous", "oauth2", "x-access-token", "user", "username");

  private static final Set<String> EXAMPLES =
      Set.of("user:password", "username:password", "user:pass", "user:passwd", "login:password");

  private static final Set<String> SHELLS = Set.of("ssh", "git+ssh", "ssh+git", "sftp", "svn+ssh");

  private static final Set<String> SECRET_PARAMETERS =
      Set.of(
          "token",
          "access_token",
          "auth_token",
          "private_token",
          "api_key",
          "apikey",
          "api-key",
          "key",
          "sig",
          "signature",
          "auth",
          "authorization",
          "password",
          "passwd",
          "pwd",
          "secret",
          "client_secret",
          "jwt",
          "policy",
          "key-pair-id",
          "x-amz-signature",
          "x-amz-credential",
          "x-amz-security-token",
          "x-goog-signature",
          "x-goog-credential",
          "awsaccesskeyid",
          "tempauth");

  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]{0,30}");
  private static final Pattern PORT = Pattern.compile("[0-9]{0,5}");
  private static final Pattern REFERENCE =
      Pattern.compile("[\\[${%<(*][^@]*|[^:@]*:[${%<(*][^@]*|\\*+(?::\\*+)?");

  private final String text;
  private final Strictness strictness;
  private final List<Span> spans = new ArrayList<>();

  /** Where the address that was seen last ends; addresses inside it end there too. */
  private int end;

  /** Up to where queries have been looked at. */
  private int queried;

  private UrlSpans(String text, Strictness strictness) {
    this.text = text;
    this.strictness = strictness;
  }

  static List<Span> find(String text, Strictness strictness) {
    UrlSpans finder = new UrlSpans(text, strictness);
    int at = text.indexOf("://");
    while (at >= 0) {
      int start = at;
      while (start > 0 && at - start < LONGEST_SCHEME && isSchemeLetter(text.charAt(start - 1))) {
        start--;
      }
      if (SCHEME.matcher(text.substring(start, at)).matches()) {
        finder.url(text.substring(start, at).toLowerCase(Locale.ROOT), at + 3);
      }
      at = text.indexOf("://", at + 3);
    }
    return finder.spans;
  }

  static boolean isSchemeLetter(char c) {
    return c < 128 && (Character.isLetterOrDigit(c) || c == '+' || c == '.' || c == '-');
  }

  private void url(String scheme, int authority) {
    if (authority >= end) {
      end = firstOf(END_OF_URL, authority, text.length());
    }
    int authorityEnd = authorityEnd(authority);
    int at = lastOf('@', authority, authorityEnd);
    String site = scheme + "://" + text.substring(at < 0 ? authority : at + 1, authorityEnd);
    Finding finding = Finding.ofSite(site.replaceFirst("^(?:git|hg|svn|bzr)\\+", ""));
    if (at >= 0 && !isExample(text.substring(authority, at))) {
      userInfo(scheme, authority, at, finding);
    }
    if (authorityEnd >= queried) {
      int query = firstOf("?", authorityEnd, end);
      int queryEnd = firstOf("#", query, end);
      query(query, queryEnd, finding);
      queried = queryEnd;
    }
  }

  /** A password with a slash in it is not allowed, but works in places and must not get through. */
  private int authorityEnd(int authority) {
    int slash = firstOf("/?#", authority, end);
    int colon = firstOf(":", authority, slash);
    boolean host = colon == slash || text.charAt(authority) == '[';
    if (host || lastOf('@', authority, slash) >= 0 || isPort(text.substring(colon + 1, slash))) {
      return slash;
    }
    int limit = Math.min(end, slash + LONGEST_PASSWORD);
    int at = firstOf("@", slash, limit);
    return at < limit ? firstOf("/?#", at, end) : slash;
  }

  private static boolean isPort(String digits) {
    return PORT.matcher(digits).matches();
  }

  /** In a file of a person's own, where an address may stand in a comment. */
  private boolean isExample(String info) {
    boolean name = info.indexOf(':') < 0 && info.length() < SHORTEST_TOKEN;
    return strictness == Strictness.SURE
        && (name || EXAMPLES.contains(info.toLowerCase(Locale.ROOT)));
  }

  private void userInfo(String scheme, int start, int at, Finding finding) {
    String info = text.substring(start, at);
    int colon = info.indexOf(':');
    String user = colon < 0 ? info : info.substring(0, colon);
    boolean harmless = info.isEmpty() || REFERENCE.matcher(info).matches();
    boolean web = scheme.endsWith("http") || scheme.endsWith("https");
    if (harmless || (colon < 0 && (!web || PUBLIC_USERS.contains(user)))) {
      return;
    }
    if (SHELLS.contains(scheme)) {
      spans.add(new Span(start + colon, at, "", finding));
    } else {
      spans.add(new Span(start, at + 1, "", finding));
    }
  }

  /** An address inside a parameter may have a query of its own, so {@code ?} separates too. */
  private void query(int start, int queryEnd, Finding finding) {
    StringBuilder kept = new StringBuilder();
    boolean secret = false;
    int at = start;
    while (at < queryEnd) {
      int next = firstOf("&?", at + 1, queryEnd);
      if (isSecret(text.substring(at + 1, next))) {
        secret = true;
      } else {
        char separator = kept.isEmpty() ? '?' : text.charAt(at);
        kept.append(separator).append(text, at + 1, next);
      }
      at = next;
    }
    if (secret) {
      spans.add(new Span(start, queryEnd, kept.toString(), finding));
    }
  }

  private static boolean isSecret(String parameter) {
    int equals = parameter.indexOf('=');
    String name = equals < 0 ? "" : parameter.substring(0, equals).toLowerCase(Locale.ROOT);
    return SECRET_PARAMETERS.contains(name) && SecretValue.isAny(parameter.substring(equals + 1));
  }

  private int firstOf(String stops, int from, int limit) {
    int i = from;
    while (i < limit && stops.indexOf(text.charAt(i)) < 0) {
      i++;
    }
    return i;
  }

  private int lastOf(char wanted, int from, int limit) {
    int i = limit - 1;
    while (i >= from && text.charAt(i) != wanted) {
      i--;
    }
    return i >= from ? i : -1;
  }
}
