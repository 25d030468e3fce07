package io.envsnap.agent.ecosystem.pip;

import io.envsnap.spec.redact.SafeUrl;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lets pip and uv search certain indexes and nothing else that this machine has set for them: a
 * name without a digest may be anybody's in another index.
 *
 * @param addresses indexes of this machine's own, with the credentials that it has for them
 * @param usual the one that this machine searches in place of pip's and uv's own default, with
 *     credentials; empty where it does not
 * @param settings what else pip's files say, as variables
 */
record SearchedIndexes(List<String> addresses, String usual, Map<String, String> settings) {
  /** A line of {@code pip config list}: section, name and a text as Python writes it. */
  private static final Pattern SETTING =
      Pattern.compile("(:env:|global|install)\\.([a-z0-9-]+)=['\"](.*)['\"]");

  private static final Pattern PLACE =
      Pattern.compile("(?:extra-)?index-url|pypi-url|find-links|no-index");
  private static final Pattern VARIABLE =
      Pattern.compile("UV_(DEFAULT_INDEX|INDEX_URL|INDEX|EXTRA_INDEX_URL)=(.+)");

  private static final String USUAL = plain(UvStory.PYPI);

  /** Takes its own copies. */
  SearchedIndexes {
    addresses = List.copyOf(addresses);
    settings = Map.copyOf(settings);
  }

  /**
   * What a machine says.
   *
   * @param pip lines of {@code pip config list}
   * @param environment lines of {@code env}
   */
  static SearchedIndexes of(List<String> pip, List<String> environment) {
    List<String> addresses = new ArrayList<>();
    Map<String, String> settings = new TreeMap<>();
    String usual = "";
    for (String line : pip) {
      Matcher matcher = SETTING.matcher(line);
      if (!matcher.matches()) {
        continue;
      }
      boolean variable = matcher.group(1).equals(":env:");
      String name = matcher.group(2);
      String value = matcher.group(3).replace("\\n", " ").strip();
      if (name.endsWith("index-url")) {
        addresses.addAll(List.of(value.split("\\s+")));
        usual = name.equals("index-url") && (variable || usual.isEmpty()) ? value : usual;
      } else if (!variable && !PLACE.matcher(name).matches()) {
        settings.put("PIP_" + name.replace('-', '_').toUpperCase(Locale.ROOT), value);
      }
    }
    for (String line : environment) {
      Matcher matcher = VARIABLE.matcher(line);
      if (matcher.matches()) {
        for (String word : matcher.group(2).split("\\s+")) {
          addresses.add(word.replaceFirst("^[A-Za-z0-9._-]+=(?=https?:)", ""));
        }
        boolean first =
            matcher.group(1).equals("DEFAULT_INDEX") || matcher.group(1).equals("INDEX_URL");
        usual = first && usual.isEmpty() ? matcher.group(2) : usual;
      } else if (line.startsWith("PIP_")) {
        // What is set for this user counts more than files.
        settings.remove(line.substring(0, Math.max(0, line.indexOf('='))));
      }
    }
    return new SearchedIndexes(addresses, usual, settings);
  }

  /** Variables that make both search these, the first one first, and nothing else. */
  Map<String, String> only(List<String> indexes) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("PIP_CONFIG_FILE", "/dev/null");
    all.put("UV_NO_CONFIG", "1");
    all.put("PIP_FIND_LINKS", "");
    all.put("PIP_NO_INDEX", "");
    all.put("UV_FIND_LINKS", "");
    List<String> here = indexes.stream().map(this::here).toList();
    String more = String.join(" ", here.subList(Math.min(1, here.size()), here.size()));
    all.put("PIP_INDEX_URL", here.isEmpty() ? "" : here.get(0));
    all.put("PIP_EXTRA_INDEX_URL", more);
    all.put("UV_DEFAULT_INDEX", here.isEmpty() ? "" : here.get(0));
    all.put("UV_INDEX", more);
    all.put("UV_INDEX_URL", "");
    all.put("UV_EXTRA_INDEX_URL", "");
    return all;
  }

  /** The index as this machine knows it; the usual one is this machine's usual one. */
  private String here(String index) {
    String wanted = plain(index);
    if (wanted.equals(USUAL) && !usual.isEmpty()) {
      return usual;
    }
    for (String address : addresses) {
      if (plain(address).equals(wanted)) {
        return address;
      }
    }
    return index;
  }

  /** Without credentials, which no lockfile has, and without a final slash. */
  private static String plain(String url) {
    return SafeUrl.of(url).text().replaceAll("/+$", "");
  }
}
