package io.envsnap.agent.ecosystem.files;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Commands that may have downloaded something: lines of a shell's history, cells of a notebook, a
 * script. A line is the address of a file when its address ends in the file's name, or when it has
 * one address only and names the file besides, as in {@code wget -O model.bin https://…/42}.
 *
 * @param lines oldest first
 */
record DownloadText(List<String> lines) {
  private static final Pattern ADDRESS =
      Pattern.compile("(?:https?|ftp|s3|gs)://[^\\s\"'`<>|;\\\\)\\]}]+");
  private static final Pattern SEPARATOR = Pattern.compile("[\\p{Cntrl}]+");
  private static final Pattern CONTINUED = Pattern.compile("\\\\(?:\\\\n\",?)?\\s*\\n[\\s\"]*");

  /**
   * The lines of a text, or what can be read of a small database: SQLite keeps texts as they are.
   */
  static DownloadText of(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    String joined = CONTINUED.matcher(text).replaceAll(" ");
    List<String> lines = new ArrayList<>();
    for (String line : SEPARATOR.split(joined)) {
      if (line.contains("://")) {
        lines.add(line);
      }
    }
    return new DownloadText(lines);
  }

  /** The last address that was given for a file of that name. */
  Optional<String> addressOf(String file) {
    Pattern named = Pattern.compile("(?<![\\w.-])" + Pattern.quote(file) + "(?![\\w-]|\\.\\w)");
    String found = "";
    for (String line : lines) {
      Set<String> addresses = addresses(line);
      for (String address : addresses) {
        if (lastName(address).equals(file)) {
          found = address;
        }
      }
      boolean mentions = named.matcher(ADDRESS.matcher(line).replaceAll(" ")).find();
      if (addresses.size() == 1 && mentions) {
        found = addresses.iterator().next();
      }
    }
    return Optional.of(found).filter(address -> !address.isEmpty());
  }

  private static Set<String> addresses(String line) {
    Set<String> addresses = new TreeSet<>();
    for (Matcher matcher = ADDRESS.matcher(line); matcher.find(); ) {
      addresses.add(matcher.group().replaceAll("[.,]+$", ""));
    }
    return addresses;
  }

  private static String lastName(String address) {
    String path = address.replaceAll("[?#].*", "");
    String name = path.substring(path.lastIndexOf('/') + 1);
    try {
      return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return name;
    }
  }
}
