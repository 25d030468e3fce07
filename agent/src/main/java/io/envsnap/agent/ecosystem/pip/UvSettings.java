package io.envsnap.agent.ecosystem.pip;

import io.envsnap.agent.tree.HostTree;
import io.envsnap.spec.journal.Told;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The indexes that uv's files of settings name: {@code uv.toml} and {@code pyproject.toml} of a
 * project and its parents, then those of the user and of the machine. Of TOML only what such a
 * setting looks like is read. Source: uv's documentation, "Configuration files".
 *
 * @param tree the machine's files
 */
record UvSettings(HostTree tree) {
  private static final int LIMIT = 1 << 20;
  private static final Pattern TABLE = Pattern.compile("\\[\\[?([^\\[\\]]+)]]?.*");
  private static final Pattern SETTING =
      Pattern.compile("(index-url|extra-index-url|url|default-index)\\s*=\\s*(.*)");
  private static final Pattern TEXT = Pattern.compile("\"([^\"]*)\"|'([^']*)'");

  /** The indexes of the first file that names some, as they stand there; none where none does. */
  List<String> indexes(Told one) throws IOException {
    SortedMap<String, String> set = one.settings();
    String told = value(one, "--config-file").orElse(set.getOrDefault("UV_CONFIG_FILE", ""));
    if (!told.isEmpty()) {
      return read(path(one, told), "");
    }
    if (one.words().contains("--no-config") || !set.getOrDefault("UV_NO_CONFIG", "").isEmpty()) {
      return List.of();
    }
    String folder =
        value(one, "--project").or(() -> value(one, "--directory")).orElse(one.folder());
    Optional<TreePath> at = path(one, folder);
    while (at.isPresent()) {
      List<String> found = read(Optional.of(at.get().child("uv.toml")), "");
      found = found.isEmpty() ? read(at.map(up -> up.child("pyproject.toml")), "tool.uv.") : found;
      if (!found.isEmpty()) {
        return found;
      }
      at = at.get().parent();
    }
    String home = set.getOrDefault("HOME", "/root");
    String user = set.getOrDefault("XDG_CONFIG_HOME", home + "/.config");
    for (String file : List.of(user + "/uv/uv.toml", "/etc/xdg/uv/uv.toml", "/etc/uv/uv.toml")) {
      List<String> found = read(TreePath.ROOT.resolve(file), "");
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  private static Optional<String> value(Told one, String option) {
    return UvStory.values(one, option).stream().findFirst();
  }

  private static Optional<TreePath> path(Told one, String text) {
    return TreePath.ROOT.resolve(text.startsWith("/") ? text : one.folder() + "/" + text);
  }

  private List<String> read(Optional<TreePath> file, String tables) throws IOException {
    if (file.isEmpty()) {
      return List.of();
    }
    byte[] bytes = tree.read(tree.resolveParents(file.get()), LIMIT).orElse(new byte[0]);
    return parse(new String(bytes, StandardCharsets.UTF_8).lines().toList(), tables);
  }

  /**
   * The indexes of one file.
   *
   * @param tables what stands before the names of uv's tables, such as {@code tool.uv.}
   */
  static List<String> parse(List<String> lines, String tables) {
    List<String> indexes = new ArrayList<>();
    String table = "";
    boolean inList = false;
    for (String line : lines) {
      String plain = line.strip();
      Matcher head = TABLE.matcher(plain);
      Matcher setting = SETTING.matcher(plain);
      if (inList) {
        texts(plain, indexes);
        inList = !plain.contains("]");
      } else if (head.matches()) {
        table = head.group(1).strip() + ".";
      } else if (setting.matches() && isOurs(table, tables, setting.group(1))) {
        texts(setting.group(2), indexes);
        inList = setting.group(2).startsWith("[") && !setting.group(2).contains("]");
      }
    }
    return indexes;
  }

  private static boolean isOurs(String table, String tables, String name) {
    return name.equals("url")
        ? table.equals(tables + "index.")
        : table.equals(tables) || table.equals(tables + "pip.");
  }

  private static void texts(String value, List<String> into) {
    Matcher text = TEXT.matcher(value);
    while (text.find()) {
      into.add(text.group(1) == null ? text.group(2) : text.group(1));
    }
  }
}
