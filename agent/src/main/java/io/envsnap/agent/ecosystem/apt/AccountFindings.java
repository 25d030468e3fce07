package io.envsnap.agent.ecosystem.apt;

import io.envsnap.agent.baseline.Baseline;
import io.envsnap.agent.ecosystem.CaptureContext;
import io.envsnap.agent.ecosystem.Claim;
import io.envsnap.agent.tree.FileStatus;
import io.envsnap.agent.tree.HostTree;
import io.envsnap.agent.tree.NodeKind;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Writes down the users and groups of a session. */
final class AccountFindings {
  private static final long SECONDS_A_DAY = 86_400;
  private static final int SCRIPT_LIMIT = 1 << 20;
  private static final int HOME = 5;
  private static final TreePath HOMES = TreePath.of("/home");

  /** Names that every Debian machine has from the first (base-passwd). */
  private static final List<TreePath> EVERYWHERE =
      List.of(
          TreePath.of("/usr/share/base-passwd/passwd.master"),
          TreePath.of("/usr/share/base-passwd/group.master"));

  private final CaptureContext context;
  private final HostTree tree;
  private final DpkgDatabase database;
  private final SessionPackages session;

  AccountFindings(CaptureContext context, DpkgDatabase database, SessionPackages session) {
    this.context = context;
    this.tree = context.tree();
    this.database = database;
    this.session = session;
  }

  void into(Findings findings) throws IOException {
    SessionAccounts accounts = accounts();
    RecordedAccounts recorded = accounts.recorded();
    recorded.parts().forEach(findings::part);
    accounts.needs().forEach(findings::need);
    for (String name : recorded.names()) {
      findings.entry(entry(name, recorded));
    }
    for (String name : recorded.users().byName().keySet()) {
      home(name, recorded, findings);
    }
  }

  /** Whoever takes what lies in a home cannot know that the folder itself is somebody's. */
  private void home(String name, RecordedAccounts recorded, Findings findings) {
    Optional<TreePath> home = SystemFiles.path(recorded.users().field(name, HOME));
    FileStatus status = home.flatMap(context.changes()::status).orElse(null);
    boolean own =
        status != null
            && status.kind() == NodeKind.DIRECTORY
            && status.owner().user().equals(name)
            && home.get().parent().equals(Optional.of(HOMES));
    if (own) {
      findings.claim(home.get(), Claim.content(Keys.plain(Keys.ACCOUNTS, name)));
    }
  }

  private static Entry entry(String name, RecordedAccounts recorded) {
    Map<String, String> attributes = new TreeMap<>();
    if (recorded.users().has(name)) {
      attributes.put("uid", recorded.users().field(name, 2));
    }
    if (recorded.groups().has(name)) {
      attributes.put("gid", recorded.groups().field(name, 2));
    }
    List<String> groups =
        recorded.members().stream()
            .filter(pair -> pair.endsWith(":" + name))
            .map(pair -> pair.substring(0, pair.indexOf(':')))
            .toList();
    if (!groups.isEmpty()) {
      attributes.put("groups", String.join(" ", groups));
    }
    if (recorded.edited().has(name)) {
      attributes.put("shell", recorded.edited().field(name, 6));
    }
    return new Entry(
        Keys.plain(Keys.ACCOUNTS, name), "", false, List.of(), new TreeMap<>(attributes));
  }

  private SessionAccounts accounts() throws IOException {
    Baseline baseline = context.baseline();
    boolean untouched =
        !context.changes().touched(SystemFiles.PASSWD)
            && !context.changes().touched(SystemFiles.GROUP);
    AccountLines passwd = here(SystemFiles.PASSWD);
    AccountLines group = here(SystemFiles.GROUP);
    SessionAccounts.Files now =
        new SessionAccounts.Files(
            passwd,
            group,
            here(SystemFiles.SHADOW),
            here(SystemFiles.SUBUID),
            here(SystemFiles.SUBGID));
    boolean known = baseline.taken() || untouched;
    SessionAccounts.Files before =
        new SessionAccounts.Files(
            untouched ? passwd : before(SystemFiles.PASSWD, passwd),
            untouched ? group : before(SystemFiles.GROUP, group),
            AccountLines.NONE,
            AccountLines.NONE,
            AccountLines.NONE);
    return new SessionAccounts(
        now,
        before,
        known,
        everywhere(),
        scripts(),
        baseline.sessionStart().seconds() / SECONDS_A_DAY);
  }

  private Set<String> everywhere() throws IOException {
    Set<String> names = new HashSet<>();
    for (TreePath path : EVERYWHERE) {
      names.addAll(here(path).byName().keySet());
    }
    return names;
  }

  private AccountLines here(TreePath path) throws IOException {
    return AccountLines.parse(SystemFiles.read(tree, path));
  }

  /** The base's accounts, or what the copy that tools make before each change still tells. */
  private AccountLines before(TreePath path, AccountLines now) throws IOException {
    if (context.baseline().taken()) {
      return AccountLines.parse(context.baseline().file(path));
    }
    TreePath backup = TreePath.of(path.value() + "-");
    return context.changes().touched(backup) ? here(backup) : now;
  }

  /** Text of all scripts and sysusers.d(5) files of the session's packages. */
  private String scripts() throws IOException {
    StringBuilder text = new StringBuilder();
    for (PackageId id : session.changes().keySet()) {
      for (String extension : List.of("preinst", "postinst")) {
        append(text, database.infoFile(id, extension));
      }
      for (TreePath path : database.listed(id)) {
        if (path.value().startsWith("/usr/lib/sysusers.d/")) {
          append(text, path);
        }
      }
    }
    return text.toString();
  }

  private void append(StringBuilder text, TreePath path) throws IOException {
    Optional<byte[]> bytes = tree.read(path, SCRIPT_LIMIT);
    bytes.ifPresent(b -> text.append(new String(b, StandardCharsets.ISO_8859_1)).append('\n'));
  }
}
