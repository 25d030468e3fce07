package io.envsnap.agent.ecosystem.apt;

import io.envsnap.spec.redact.SecretScan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file that tells apt where to fetch from, in one-line or deb822 form (sources.list(5)).
 *
 * @param types {@code deb} and {@code deb-src}
 * @param uris archives, credentials taken out
 * @param suites suites or exact paths
 * @param components of the suites
 * @param signedBy key files or fingerprints; an embedded key counts as {@code embedded}
 */
record SourcesFile(
    Set<String> types,
    Set<String> uris,
    Set<String> suites,
    Set<String> components,
    Set<String> signedBy) {
  /** {@code https://user:password@host}: everything up to the at sign may be secret. */
  private static final Pattern USERINFO =
      Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*://)([^/\\s\\]]*)@([^/\\s@\\]]*)");

  /** Type, options, address, suite, and components unless the suite is an exact path. */
  private static final Pattern ONE_LINE =
      Pattern.compile(
          "deb(?:-src)?\\s+(?:\\[[^\\]]*\\]\\s*)?(?:cdrom:\\[[^\\]]*\\]\\S*|[^\\s\\[]\\S*)\\s+(\\S+)(\\s+\\S.*)?");

  private static final Pattern SIGNED_BY = Pattern.compile("(?i)signed-by=(\\S+)");

  /** Reads a file by its name: {@code .sources} is deb822. */
  static SourcesFile parse(String name, byte[] bytes) {
    Builder builder = new Builder();
    byte[] open = withoutSecrets(bytes);
    if (name.endsWith(".sources")) {
      Stanza.parse(withoutComments(open)).forEach(builder::stanza);
    } else {
      SystemFiles.lines(open).forEach(builder::line);
    }
    return builder.build();
  }

  /**
   * Why apt could not read the file; while it lies there, apt reads no other source either. Empty
   * when it can.
   */
  static Optional<String> problem(String name, byte[] bytes) {
    if (name.endsWith(".sources")) {
      for (Stanza stanza : Stanza.parse(withoutComments(bytes))) {
        for (String field : List.of("Types", "URIs", "Suites")) {
          if (stanza.value(field).isEmpty()) {
            return Optional.of("a stanza of it has no `" + field + "`");
          }
        }
      }
      return Optional.empty();
    }
    int number = 0;
    for (String line : SystemFiles.lines(bytes)) {
      number++;
      String plain = line.replaceFirst("#.*", "").strip();
      Matcher one = ONE_LINE.matcher(plain);
      boolean whole = one.matches() && (one.group(1).endsWith("/") || one.group(2) != null);
      if (!plain.isEmpty() && !whole) {
        return Optional.of("line " + number + " of it is no source");
      }
    }
    return Optional.empty();
  }

  private static byte[] withoutComments(byte[] bytes) {
    return SystemFiles.bytes(
        SystemFiles.lines(bytes).stream().filter(line -> !line.startsWith("#")).toList());
  }

  /** The same file with every credential taken out of its addresses. */
  static byte[] withoutSecrets(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    byte[] plain = USERINFO.matcher(text).replaceAll("$1$3").getBytes(StandardCharsets.ISO_8859_1);
    return SecretScan.findInSettings(plain) instanceof SecretScan.Cleaned cleaned
        ? cleaned.bytes()
        : plain;
  }

  /** Hosts whose addresses carry a credential. */
  static Set<String> hostsWithSecrets(byte[] bytes) {
    Matcher matcher = USERINFO.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
    Set<String> hosts = new LinkedHashSet<>();
    while (matcher.find()) {
      hosts.add(matcher.group(1) + matcher.group(3));
    }
    return hosts;
  }

  private static final class Builder {
    private final Set<String> types = new LinkedHashSet<>();
    private final Set<String> uris = new LinkedHashSet<>();
    private final Set<String> suites = new LinkedHashSet<>();
    private final Set<String> components = new LinkedHashSet<>();
    private final Set<String> signedBy = new LinkedHashSet<>();

    void stanza(Stanza stanza) {
      if (stanza.value("Enabled").equals("no")) {
        return;
      }
      types.addAll(words(stanza.value("Types")));
      uris.addAll(words(stanza.value("URIs")));
      suites.addAll(words(stanza.value("Suites")));
      components.addAll(words(stanza.value("Components")));
      String key = stanza.value("Signed-By");
      signedBy.addAll(key.contains("BEGIN PGP") ? List.of("embedded") : words(key));
    }

    void line(String line) {
      String plain = line.replaceFirst("#.*", "").strip();
      if (!plain.startsWith("deb")) {
        return;
      }
      int open = plain.indexOf('[');
      int close = plain.indexOf(']');
      String options = open >= 0 && close > open ? plain.substring(open + 1, close) : "";
      String rest =
          options.isEmpty() ? plain : plain.substring(0, open) + plain.substring(close + 1);
      List<String> words = words(rest);
      if (words.size() >= 3) {
        types.add(words.get(0));
        uris.add(words.get(1));
        suites.add(words.get(2));
        components.addAll(words.subList(3, words.size()));
        Matcher key = SIGNED_BY.matcher(options);
        if (key.find()) {
          signedBy.addAll(List.of(key.group(1).split(",", -1)));
        }
      }
    }

    private static List<String> words(String text) {
      List<String> words = new ArrayList<>(Arrays.asList(text.strip().split("\\s+", -1)));
      words.remove("");
      return words;
    }

    SourcesFile build() {
      return new SourcesFile(types, uris, suites, components, signedBy);
    }
  }
}
