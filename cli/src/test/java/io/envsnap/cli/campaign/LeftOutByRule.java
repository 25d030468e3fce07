package io.envsnap.cli.campaign;

import io.envsnap.testkit.facts.Fact;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Paths on whose bytes a restored machine need not agree with the recorded one, each with its
 * reason. What is merged or made again is compared by what its own tools say of it.
 */
final class LeftOutByRule {
  private static final Map<Pattern, String> RULES = new LinkedHashMap<>();

  /**
   * Merged as well, but their bytes must agree where nobody else had a record; only times differ.
   */
  private static final Pattern TIMELESS =
      Pattern.compile(
          "/var/lib/dpkg/((alternatives|triggers)/.*|arch)|/var/lib/ucf/(hashfile|registry)|/etc/shells"
              + "|/var/lib/shells\\.state");

  static {
    rule("/(mnt|store)(/.*)?", "the test's own: the program, Java and the store");
    rule("/var/lib/envsnap(/.*)?|/content/envsnap\\.lock\\.yaml", "what envsnap writes");
    rule("/etc/(hostname|hosts|resolv\\.conf|mtab|\\.pwd\\.lock)", "the machine's own and locks");
    rule("/etc/machine-id|/var/lib/dbus/machine-id", "the machine's identity");
    rule("/var/(log|tmp)/.*", "logs and temporary files");
    rule("/root/\\.(cache|wget-hsts|npm)(/.*)?", "caches of downloads");
    rule("/var/cache/(apt|ldconfig)/.*|/var/lib/apt/lists/.*", "caches of downloads");
    rule("/var/lib/dpkg/(status|diversions|statoverride)-old", "copies that dpkg keeps");
    rule("/var/cache/debconf/.*-old", "copies that debconf keeps");
    rule("/etc/(passwd|shadow|group|gshadow|subuid|subgid)-", "copies that shadow keeps");
    rule("/var/lib/ucf/(hashfile|registry)\\.\\d", "copies that ucf keeps");
    rule("/etc/ssh/ssh_host_.*_key(\\.pub)?", "the machine's own key");
    rule("/etc/ssl/(certs|private)/ssl-cert-snakeoil\\.(pem|key)", "the machine's own key");
    rule("/var/lib/dpkg/(lock|lock-frontend|triggers/(Lock|Unincorp))", "dpkg at work");
    rule("/var/lib/dpkg/status|/var/lib/apt/extended_states", "merged; asked of dpkg and apt");
    rule("/var/lib/dpkg/(diversions|statoverride|triggers/File)", "merged; asked of dpkg");
    rule("/etc/(passwd|shadow|group|gshadow|subuid|subgid)", "merged by name; asked of getent");
    rule("/var/cache/debconf/(config|templates)\\.dat", "merged; compared stanza by stanza");
    rule("/etc/ld\\.so\\.cache", "made again by ldconfig; the checks load what is in it");
    rule("(.*)/\\.git/(modules/.*/)?index", "holds inode numbers; asked of git ls-files");
  }

  private LeftOutByRule() {}

  private static void rule(String paths, String reason) {
    RULES.put(Pattern.compile(paths), reason);
  }

  static boolean matches(String path) {
    return RULES.keySet().stream().anyMatch(rule -> rule.matcher(path).matches());
  }

  /** The facts without the times of merged files. */
  static SortedMap<String, Fact> timeless(SortedMap<String, Fact> facts) {
    SortedMap<String, Fact> timeless = new TreeMap<>(facts);
    timeless.replaceAll(
        (path, fact) -> TIMELESS.matcher(path).matches() ? withoutTime(fact) : fact);
    return timeless;
  }

  private static Fact withoutTime(Fact fact) {
    return new Fact(
        fact.type(),
        fact.mode(),
        fact.owner(),
        fact.size(),
        "",
        fact.target(),
        fact.links(),
        fact.content());
  }
}
