package io.envsnap.agent.ecosystem.pip;

import io.envsnap.agent.ecosystem.PlanContext;
import io.envsnap.agent.ecosystem.Wanted;
import io.envsnap.agent.host.PythonInterpreter;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names the distributions of this machine that a recorded version leaves without what they want:
 * the session asked for that version, so it comes, and who stood on another one is told.
 */
final class LeftWanting {
  private static final int LIMIT = 4 << 20;

  /** A need without an extra, an address or a marker (core metadata, Requires-Dist). */
  private static final Pattern NEED =
      Pattern.compile("Requires-Dist:\\s*([A-Za-z0-9][A-Za-z0-9._-]*)\\s*\\(?([^;@\\[)]*)\\)?\\s*");

  private final PlanContext context;
  private final InstalledDistributions installed;
  private final Set<String> coming = new HashSet<>();

  LeftWanting(Wanted wanted, PlanContext context, InstalledDistributions installed) {
    this.context = context;
    this.installed = installed;
    wanted.entries().forEach(entry -> coming.add(entry.key().name()));
  }

  /**
   * Warns of those that could use the version which goes, and cannot use the one which comes.
   *
   * @param site where it comes
   * @param going what of the same name is there now
   */
  void warn(Entry entry, TreePath site, List<Distribution> going) throws IOException {
    for (TreePath folder : seenTogether(site)) {
      for (Distribution user : installed.in(folder)) {
        if (coming.contains(ProjectName.normal(user.name()))) {
          continue;
        }
        String wants = wants(user, entry.key().name());
        boolean could = going.stream().anyMatch(o -> VersionSpecifiers.allow(wants, o.version()));
        if (could && !VersionSpecifiers.allow(wants, entry.version())) {
          context
              .progress()
              .warn(
                  "this machine's %s %s wants %s%s, and %s comes instead of %s"
                      .formatted(
                          user.name(),
                          user.version(),
                          entry.key().name(),
                          wants,
                          entry.version(),
                          going.get(0).version()));
        }
      }
    }
  }

  /** All folders that an interpreter looks into which looks into that one. */
  private Set<TreePath> seenTogether(TreePath site) {
    Set<TreePath> folders = new LinkedHashSet<>(List.of(site));
    for (PythonInterpreter python : context.host().pythons()) {
      if (python.siteFolders().contains(site)) {
        folders.addAll(python.siteFolders());
      }
    }
    return folders;
  }

  /** The versions that it wants; empty where it wants none, or any. */
  private String wants(Distribution user, String name) throws IOException {
    byte[] bytes = context.tree().read(user.info().child("METADATA"), LIMIT).orElse(new byte[0]);
    String text = new String(bytes, StandardCharsets.UTF_8);
    for (String line : text.split("\n\n", 2)[0].lines().toList()) {
      Matcher matcher = NEED.matcher(line);
      if (matcher.matches() && ProjectName.normal(matcher.group(1)).equals(name)) {
        return matcher.group(2).strip();
      }
    }
    return "";
  }
}
