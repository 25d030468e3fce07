package io.envsnap.agent.host;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place of a card on the bus: {@code nvidia-smi} writes the domain with eight digits, {@code
 * /proc} and {@code lspci -D} with four.
 */
final class PciAddress {
  private static final Pattern FORM =
      Pattern.compile("(?:([0-9a-f]{4}|[0-9a-f]{8}):)?([0-9a-f]{2}:[0-9a-f]{2}\\.[0-7])");

  private PciAddress() {}

  /** With a domain of eight digits; empty where it is no address. */
  static String canonical(String text) {
    Matcher matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      return "";
    }
    String domain = matcher.group(1) == null ? "" : matcher.group(1);
    return "0".repeat(8 - domain.length()) + domain + ":" + matcher.group(2);
  }
}
