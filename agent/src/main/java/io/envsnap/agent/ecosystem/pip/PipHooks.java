package io.envsnap.agent.ecosystem.pip;

import io.envsnap.agent.ecosystem.HookContext;
import io.envsnap.agent.ecosystem.HookFile;
import io.envsnap.agent.host.PythonInterpreter;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.redact.FirstWriteRules;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A line in a site folder of each interpreter, which runs the hook in pip and venv processes and in
 * no other; the hook gives new virtual environments the same line.
 */
final class PipHooks {
  static final String LINE = "zz_envsnap.pth";

  private PipHooks() {}

  static List<HookFile> of(HookContext context) throws IOException {
    String line = context.template(PipHooks.class, LINE);
    List<HookFile> files = new ArrayList<>();
    files.add(
        HookFile.script(
            context.scripts().child("pip.py"),
            context
                .template(PipHooks.class, "hook.py")
                .replace("@RULES@", FirstWriteRules.python())));
    files.add(HookFile.script(context.scripts().child(LINE), line));
    Set<TreePath> sites = new TreeSet<>();
    for (PythonInterpreter python : context.host().pythons()) {
      for (TreePath site : python.siteFolders()) {
        if (context
            .tree()
            .status(site)
            .filter(status -> status.kind() == NodeKind.DIRECTORY)
            .isPresent()) {
          sites.add(site);
          break;
        }
      }
    }
    sites.forEach(site -> files.add(HookFile.configuration(site.child(LINE), line)));
    return files;
  }
}
