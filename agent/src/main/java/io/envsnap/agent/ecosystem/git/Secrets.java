package io.envsnap.agent.ecosystem.git;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Tells whether bytes hold a secret. */
final class Secrets {
  private static final Pattern KNOWN =
      Pattern.compile(
          "-----BEGIN [A-Z ]{0,32}PRIVATE KEY|gh[pousr]_[0-9A-Za-z]{36}|github_pat_\\w{22}"
              + "|glpat-[\\w-]{20}|hf_[A-Za-z0-9]{34}|://[^/@\\s\"']{1,4096}@");

  private Secrets() {}

  static boolean isIn(byte[] bytes) {
    return KNOWN.matcher(new String(bytes, StandardCharsets.ISO_8859_1)).find();
  }

  static byte[] without(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return UrlCredentials.remove(text).getBytes(StandardCharsets.ISO_8859_1);
  }
}
