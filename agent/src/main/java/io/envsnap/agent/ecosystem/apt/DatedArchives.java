package io.envsnap.agent.ecosystem.apt;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Archives of archives: where a host's packages of some moment can be had.
 *
 * @param templates by host, addresses with {@code @PATH@} and {@code @SNAPSHOTID@}; apt.conf(5)
 */
record DatedArchives(Map<String, String> templates) {
  private static final String TABLE = "dated-archives.tsv";
  private static final String BELOW = "*.";
  private static final Pattern SETTING =
      Pattern.compile("Acquire::Snapshots::URI::Host::(\\S+) \"(https?://[^\"\\s]+)\";");
  private static final Pattern ADDRESS =
      Pattern.compile("https?://([A-Za-z0-9.-]+)(?::\\d+)?(/[^\\s\\]]*)?");
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  DatedArchives {
    templates = Map.copyOf(templates);
  }

  /** The public ones, after those of the machine's own settings. */
  static DatedArchives of(List<String> settings) {
    return of(bundled(), settings);
  }

  /** Lines of the table that comes with envsnap. */
  static List<String> bundled() {
    try (InputStream in = DatedArchives.class.getResourceAsStream(TABLE)) {
      if (in == null) {
        throw new IOException(TABLE + " is missing from this build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those of a table, after those of the machine's own settings. */
  static DatedArchives of(List<String> table, List<String> settings) {
    Map<String, String> templates = new LinkedHashMap<>();
    for (String line : table) {
      String[] cells = line.split("\t", -1);
      templates.put(cells[0], cells[1]);
    }
    for (String line : settings) {
      Matcher setting = SETTING.matcher(line.strip());
      if (setting.matches()) {
        templates.put(setting.group(1), setting.group(2));
      }
    }
    return new DatedArchives(templates);
  }

  /**
   * Sources as they were.
   *
   * @param sources text of a file of sources
   * @param lines whether each line is a source of its own, so that others can be left out
   * @return empty where none of them has a dated archive
   */
  Optional<String> at(String sources, boolean lines, Instant moment) {
    String stamp = MOMENT.format(moment);
    String dated =
        sources
            .lines()
            .map(line -> Map.entry(line, at(line, stamp)))
            .filter(line -> !lines || !line.getKey().equals(line.getValue()))
            .map(Map.Entry::getValue)
            .collect(Collectors.joining("\n", "", "\n"));
    return dated.isBlank() || dated.strip().equals(sources.strip())
        ? Optional.empty()
        : Optional.of(dated);
  }

  /**
   * The same, for the archives of these hosts only: the lists of others are large and have not what
   * is looked for.
   */
  DatedArchives of(Set<String> hosts) {
    Set<String> meant = new HashSet<>();
    hosts.forEach(host -> template(host).ifPresent(meant::add));
    Map<String, String> some = new LinkedHashMap<>(templates);
    some.values().retainAll(meant);
    return new DatedArchives(some);
  }

  /** The host of an address of an archive; empty for any other text. */
  static Optional<String> host(String url) {
    Matcher matcher = ADDRESS.matcher(url);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private String at(String line, String stamp) {
    return ADDRESS
        .matcher(line)
        .replaceAll(
            found -> {
              String path = found.group(2) == null ? "" : found.group(2).replaceAll("^/+|/+$", "");
              String whole =
                  template(found.group(1))
                      .map(text -> text.replace("@PATH@", path).replace("@SNAPSHOTID@", stamp))
                      .orElse(found.group());
              return Matcher.quoteReplacement(whole);
            });
  }

  private Optional<String> template(String host) {
    Optional<String> own = Optional.ofNullable(templates.get(host));
    return own.or(
        () ->
            templates.entrySet().stream()
                .filter(one -> one.getKey().startsWith(BELOW))
                .filter(one -> host.endsWith(one.getKey().substring(1)))
                .map(Map.Entry::getValue)
                .findFirst());
  }
}
