package io.envsnap.agent.ecosystem.apt;

import io.envsnap.spec.snapshot.TreePath;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Folders that packages have made for them rather than ship (tmpfiles.d(5)). */
final class TmpfilesRules {
  private static final TreePath FOLDER = TreePath.of("/usr/lib/tmpfiles.d");
  private static final Pattern FOLDER_LINE =
      Pattern.compile("[dDvqQ][!+=~^-]*\\s+\"?(/[^\\s\"%]*)\"?(?:\\s.*)?");

  private TmpfilesRules() {}

  /** Whether the file holds such rules of a package. */
  static boolean isRules(TreePath path) {
    return path.isWithin(FOLDER) && path.value().endsWith(".conf");
  }

  /** The folders that these lines ask for, without those whose path only systemd can tell. */
  static List<TreePath> folders(List<String> lines) {
    List<TreePath> folders = new ArrayList<>();
    for (String line : lines) {
      Matcher rule = FOLDER_LINE.matcher(line.strip());
      if (rule.matches()) {
        SystemFiles.path(rule.group(1).replaceFirst("(?<=.)/+$", "")).ifPresent(folders::add);
      }
    }
    return folders;
  }
}
