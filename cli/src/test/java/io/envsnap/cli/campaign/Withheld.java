package io.envsnap.cli.campaign;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Paths that a lockfile names as not recorded, or as recorded without what is secret in them. */
final class Withheld {
  private static final Pattern NAMED =
      Pattern.compile("\\{(?:need|path): (?:\"(/[^\"]*)\"|(/[^,}]*))[,}]");
  private static final Pattern REPOSITORY =
      Pattern.compile("for: (?:\"git (/[^\"]*)\"|git (/[^,}]*))[,}]");
  private static final Pattern FILES =
      Pattern.compile("for: (?:\"files (/[^\"]*)\"|files (/[^,}]*))[,}]");

  private final Set<String> paths = new LinkedHashSet<>();

  private Withheld() {}

  static Withheld namedIn(List<String> lockfile) {
    Withheld withheld = new Withheld();
    String section = "";
    for (String line : lockfile) {
      if (!line.startsWith(" ")) {
        section = line;
      } else if (section.equals("credentials:") || section.equals("leftOut:")) {
        withheld.add(NAMED.matcher(line), "");
        withheld.add(FILES.matcher(line), "");
        withheld.add(REPOSITORY.matcher(line), "/.git/config");
      }
    }
    return withheld;
  }

  private void add(Matcher found, String below) {
    while (found.find()) {
      paths.add((found.group(1) == null ? found.group(2) : found.group(1)) + below);
    }
  }

  boolean isNamed(String path) {
    return paths.stream().anyMatch(named -> path.equals(named) || path.startsWith(named + "/"));
  }
}
