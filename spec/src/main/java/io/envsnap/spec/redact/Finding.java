package io.envsnap.spec.redact;

import io.envsnap.spec.lockfile.Need;

/**
 * A secret that was taken out; never the secret itself.
 *
 * @param need what it opens, such as {@code https://git.example} or {@code Hugging Face token}
 * @param give how to give it on another machine
 */
public record Finding(String need, String give) {
  /** The same as a need of {@code purpose}, such as {@code git /content/private}. */
  public Need need(String purpose) {
    return new Need(need, purpose, give);
  }

  static Finding ofVariable(String name) {
    return new Finding(name, "the environment variable `" + name + "`");
  }

  /** What opens a host, such as {@code https://git.example}. */
  public static Finding ofSite(String site) {
    return new Finding(site, "`~/.netrc`, or a credential helper of git");
  }
}
