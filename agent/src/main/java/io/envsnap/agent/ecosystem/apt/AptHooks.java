package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.ecosystem.HookContext;
import io.envsnap.agent.ecosystem.HookFile;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.journal.JournalLine;
import io.envsnap.spec.redact.FirstWriteRules;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The hooks of apt and dpkg. Forms that were found to be harmless: a trailing {@code || true}, no
 * {@code exec}, no status logger, nothing that waits. A plain dpkg has hooks of its own, which say
 * nothing below apt. The hooks of apt's command line are called before it looks for something to
 * do; they speak over a socket (doc/json-hooks-protocol.md of apt), and one that ends without a
 * word is let go.
 */
final class AptHooks {
  private static final TreePath APT = TreePath.of("/etc/apt/apt.conf.d");
  private static final TreePath DPKG = TreePath.of("/etc/dpkg/dpkg.cfg.d");

  /** Words of commands that change nothing. */
  private static final Set<String> LOOKS_ONLY =
      Set.of(
          "list",
          "search",
          "show",
          "policy",
          "depends",
          "rdepends",
          "showsrc",
          "madison",
          "check",
          "indextargets",
          "changelog",
          "--print-uris",
          "-s",
          "--simulate",
          "--dry-run",
          "--version",
          "-v",
          "--help",
          "-h",
          "help");

  /**
   * Whether this run of apt is told already: apt asks five times, and this takes no fork. It has no
   * quote, because apt's configuration can hold none.
   */
  private static final String TOLD =
      "read -r s </proc/$PPID/stat; set -- $s; read -r a <%s; [ x$a = x$PPID-${22} ] || ";

  private AptHooks() {}

  /** Whether apt may change something when it is called so. */
  static boolean mayChange(List<String> words) {
    return words.stream().noneMatch(LOOKS_ONLY::contains);
  }

  static List<HookFile> of(HookContext context) throws IOException {
    TreePath script = context.scripts().child("packages");
    List<HookFile> files = new ArrayList<>();
    files.add(
        HookFile.script(
            context.scripts().child("words.sed"),
            context
                .template(AptHooks.class, "words.sed")
                .replace("@RULES@", FirstWriteRules.sed().strip())));
    files.add(
        HookFile.script(
            script,
            context
                .template(AptHooks.class, "hook.sh")
                .replace("@SUSPICION@", FirstWriteRules.suspicion())
                .replace("@US@", String.valueOf(JournalLine.WORDS))));
    if (isFolder(context, APT)) {
      files.add(HookFile.configuration(APT.child("00envsnap"), apt(script.value())));
    }
    if (isFolder(context, DPKG)) {
      files.add(HookFile.configuration(DPKG.child("envsnap"), dpkg(script.value())));
    }
    return files;
  }

  private static boolean isFolder(HookContext context, TreePath path) throws IOException {
    return context
        .tree()
        .status(path)
        .filter(status -> status.kind() == NodeKind.DIRECTORY)
        .isPresent();
  }

  private static String apt(String script) {
    String call = "{ \"" + script + " apt %s 2>/dev/null || true\"; };\n";
    String state = script.substring(0, script.lastIndexOf("/hooks/"));
    String once =
        "{ \"{ "
            + TOLD.formatted(state + "/journal/asked")
            + script
            + " apt %s; } 2>/dev/null || true\"; };\n";
    return "// Put here by `envsnap record`, taken away by `envsnap stop`.\n"
        + "AptCli::Hooks::Install "
        + once.formatted("ASK")
        + "AptCli::Hooks::Upgrade "
        + once.formatted("ASK")
        + "DPkg::Pre-Install-Pkgs "
        + once.formatted("START")
        + "APT::Update::Pre-Invoke "
        + call.formatted("START")
        + "APT::Update::Post-Invoke "
        + call.formatted("END");
  }

  private static String dpkg(String script) {
    String call = "test -n \"$DPKG_FRONTEND_LOCKED\" || " + script + " dpkg %s 2>/dev/null || :\n";
    return "# Put here by `envsnap record`, taken away by `envsnap stop`.\n"
        + "pre-invoke="
        + call.formatted("START")
        + "post-invoke="
        + call.formatted("END");
  }
}
