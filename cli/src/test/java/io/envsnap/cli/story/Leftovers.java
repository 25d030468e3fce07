package io.envsnap.cli.story;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Paths on which a restored machine need not agree with the recorded one: what the format leaves
 * out by rule, and shared databases that are merged, whose meaning is compared by dpkg, apt and
 * pip.
 */
public final class Leftovers {
  private static final List<Pattern> RULES =
      List.of(
          // Never part of a session.
          Pattern.compile("/(var/)?tmp(/.*)?"),
          Pattern.compile("/root/(\\.cache|\\.npm/_(cacache|logs|update.*))(/.*)?"),
          Pattern.compile("/var/(log|cache/(apt|ldconfig|debconf)|lib/apt/lists)(/.*)?"),
          Pattern.compile("/etc/(hostname|hosts|resolv\\.conf|mtab|machine-id)"),
          Pattern.compile("/(opt|store)(/.*)?"),
          // envsnap's own.
          Pattern.compile("/(var/lib/envsnap|content/envsnap\\.lock\\.yaml|root/\\.envsnap)(/.*)?"),
          Pattern.compile("/etc/(apt/apt\\.conf\\.d/00envsnap|dpkg/dpkg\\.cfg\\.d/envsnap)"),
          Pattern.compile(".*/zz_envsnap\\.pth"),
          // Merged, rebuilt or only a folder's own entry.
          Pattern.compile("/var/lib/dpkg/(status|available|lock.*|triggers/.*)(-old)?"),
          Pattern.compile("/var/lib/dpkg/(diversions|statoverride)(-old)?"),
          Pattern.compile("/var/lib/apt/extended_states"),
          Pattern.compile("/etc/(passwd|group|shadow|gshadow|subuid|subgid)-?"),
          Pattern.compile("/etc/ld\\.so\\.cache"),
          // Merged line by line, like those above; `AptDatabasesIT` and the scenarios compare it.
          Pattern.compile("/var/lib/ucf/(hashfile|registry)(\\.\\d)?"),
          Pattern.compile("/var/lib/dpkg/alternatives/.*|/etc/alternatives/.*"));

  private Leftovers() {}

  /** Whether two machines need not agree on that path. */
  public static boolean isLeftOut(String path) {
    return RULES.stream().anyMatch(rule -> rule.matcher(path).matches());
  }
}
