package io.envsnap.testkit.hostile;

import java.util.List;
import java.util.function.Consumer;

/** What apt, pip and git are told by a snapshot that wants them to do something else. */
final class HostileEcosystems {
  private static final String REPOSITORY = "/content/repo";
  private static final String PROGRAM =
      """
      [core]
      \tfsmonitor = touch /pwned
      \tsshCommand = touch /pwned
      [alias]
      \tst = !touch /pwned
      """;
  private static final String HARMLESS = "! grep -rs pwned " + REPOSITORY;

  private HostileEcosystems() {}

  private static HostileCase of(int exit, String name, String named, Consumer<StoreDraft> change) {
    return new HostileCase("ecosystems", name, exit, named, change);
  }

  /** An entry that nothing in the snapshot belongs to. */
  private static HostileCase bare(
      String name, String ecosystem, String kind, String scope, String word, String more) {
    return new HostileCase(
        HostileCases.WORDS,
        name,
        HostileCase.PART,
        word,
        store -> store.entry(ecosystem, kind, scope, word, more));
  }

  /** A repository with these attributes, and files at these paths below it. */
  private static HostileCase git(
      int exit, String name, String named, String more, Consumer<Worktree> change) {
    return of(
            exit,
            name,
            named,
            store -> {
              int entry = store.entry("git", "repositories", "", REPOSITORY, more);
              Worktree tree = new Worktree(store, entry);
              tree.file(".git/HEAD", 0644, "ref: refs/heads/main\n");
              tree.file("readme", 0644, "hello\n");
              change.accept(tree);
            })
        .at(REPOSITORY)
        .proven(HARMLESS);
  }

  private record Worktree(StoreDraft store, int entry) {
    void file(String path, int mode, String content) {
      store.file(REPOSITORY + "/" + path, entry, mode, content);
    }
  }

  private static HostileCase alternative(String name, String lines, String named) {
    return of(
        HostileCase.PART,
        name,
        named,
        store -> {
          store.entry("apt", "alternatives", "", "evil", ", mode: manual, selection: /bin/sh");
          store.part("apt", "dpkg/alternatives/evil", lines);
        });
  }

  static List<HostileCase> all() {
    return List.of(
        bare(
            "a package of apt that is a path",
            "apt",
            "packages",
            "amd64",
            "../../../etc/pwned",
            ", version: 1"),
        bare(
            "a package of apt that is shell text",
            "apt",
            "packages",
            "amd64",
            "a;touch /pwned",
            ", version: 1"),
        bare("an alternative that is a path", "apt", "alternatives", "", "../../etc/pwned", ""),
        bare("an alternative that is shell text", "apt", "alternatives", "", "$(touch /pwned)", ""),
        bare("a package of pip in no folder", "pip", "packages", "amd64", "six", ", version: 1"),
        bare(
            "a package of pip in a folder of the kernel",
            "pip",
            "packages",
            "/proc/1/root",
            "six",
            ", version: 1"),
        bare("a repository that is no path", "git", "repositories", "", "$(touch /pwned)", ""),
        bare(
            "a repository of a file: remote",
            "git",
            "repositories",
            "",
            REPOSITORY,
            ", remote: \"file:///etc\""),
        bare(
            "a repository of another helper",
            "git",
            "repositories",
            "",
            "/content/other",
            ", remote: \"evil::x\""),
        bare("a kind of repository that nobody knows", "git", "evil", "", REPOSITORY, ""),
        bare("an ecosystem that nobody knows", "evil", "things", "", "touch /pwned", ""),
        alternative(
            "an alternative whose link is a credential",
            "manual\n/root/.ssh/id_rsa\n\n/bin/sh\n50\n\n",
            "where no program is looked for"),
        alternative(
            "an alternative whose second link is a credential",
            "manual\n/usr/bin/evil\nkeys\n/root/.netrc\n\n/bin/sh\n50\n/bin/sh\n\n",
            "where no program is looked for"),
        alternative(
            "an alternative whose link is an option",
            "manual\n--altdir\n\n/bin/sh\n50\n\n",
            "does not hold its choices"),
        alternative(
            "an alternative whose link leads out",
            "manual\n/usr/../../etc/pwned\n\n/bin/sh\n50\n\n",
            "does not hold its choices"),
        alternative(
            "an alternative whose priority is shell text",
            "manual\n/usr/bin/evil\n\n/bin/sh\n$(id)\n\n",
            "does not hold its choices"),
        of(
                HostileCase.DONE,
                "a user with the number of root",
                "",
                store -> {
                  store.entry("apt", "accounts", "", "toor", "");
                  store.part("apt", "accounts/passwd", "toor:x:0:0::/root:/bin/sh\n");
                  store.part("apt", "accounts/shadow", "toor::1:0:99999:7:::\n");
                })
            .at("/etc/passwd", "/etc/shadow", "/etc/group", "/etc/gshadow", "/etc/.pwd.lock")
            .proven(
                "[ \"$(awk -F: '$3 == 0' /etc/passwd | wc -l)\" = 1 ] && ! grep -q '^toor::'"
                    + " /etc/shadow"),
        of(
                HostileCase.DONE,
                "a diversion that leads out",
                "",
                store -> {
                  store.entry("apt", "diversions", "", "/bin/sh", "");
                  store.part("apt", "dpkg/diversions", "/bin/../../x\n--help\n$(touch /pwned)\n");
                })
            .at("/var/lib/dpkg")
            .proven(
                "dpkg --audit && dpkg-divert --list && ! grep -q pwned /var/lib/dpkg/diversions"),
        of(
                HostileCase.DONE,
                "an override of no mode",
                "",
                store -> {
                  store.entry("apt", "diversions", "", "x", "");
                  store.part("apt", "dpkg/statoverride", "root root rwsr-xr-x ../../bin/sh\n");
                })
            .at("/var/lib/dpkg")
            .proven("dpkg-statoverride --list '*'; ! grep -q rws /var/lib/dpkg/statoverride"),
        of(
            HostileCase.DONE,
            "parts of dpkg's database under other names",
            "",
            store ->
                store
                    .part("apt", "dpkg/triggers/../../../etc/pwned", "x\n")
                    .part("apt", "dpkg/alternatives/../status", "x\n")
                    .part("apt", "dpkg/info/bash.postinst", "touch /pwned\n")),
        git(
            HostileCase.PART,
            "programs in a repository's settings",
            "",
            "",
            tree -> tree.file(".git/config", 0644, PROGRAM)),
        git(
            HostileCase.PART,
            "a remote that runs a program",
            "",
            "",
            tree ->
                tree.file(
                    ".git/config",
                    0644,
                    "[remote \"origin\"]\n\turl = ext::sh -c \"touch /pwned\"\n")),
        git(
            HostileCase.PART,
            "settings included from elsewhere",
            "",
            "",
            tree -> tree.file(".git/config", 0644, "[include]\n\tpath = ../pwned\n")),
        git(
            HostileCase.PART,
            "programs in a worktree's settings",
            "",
            "",
            tree -> tree.file(".git/config.worktree", 0644, PROGRAM)),
        git(
            HostileCase.PART,
            "programs in a submodule's settings",
            "",
            "",
            tree -> tree.file(".git/modules/a/config", 0644, PROGRAM)),
        git(
            HostileCase.PART,
            "programs in the settings of a submodule called objects",
            "",
            "",
            tree -> tree.file(".git/modules/objects/a/config", 0644, PROGRAM)),
        git(
            HostileCase.PART,
            "a hook",
            ".git/hooks/post-checkout",
            "",
            tree -> tree.file(".git/hooks/post-checkout", 0755, "touch /pwned\n")),
        git(
            HostileCase.PART,
            "a hook of a submodule",
            "hooks/post-checkout",
            "",
            tree -> tree.file(".git/modules/a/hooks/post-checkout", 0755, "touch /pwned\n")),
        git(
            HostileCase.PART,
            "a hook of a submodule called refs",
            "hooks/post-checkout",
            "",
            tree -> tree.file(".git/modules/refs/a/hooks/post-checkout", 0755, "touch /pwned\n")),
        git(
            HostileCase.PART,
            "settings beside the data that the entry names",
            ".git/config",
            ", data: \"/content/repo/other\"",
            tree -> tree.file(".git/config", 0644, PROGRAM)),
        git(
            HostileCase.PART,
            "a hook beside the data that the entry names",
            "hooks/pre-commit",
            ", data: \"/content/repo/other\"",
            tree -> tree.file(".git/hooks/pre-commit", 0755, "touch /pwned\n")),
        git(
            HostileCase.PART,
            "settings of a repository that says it is bare",
            ".git/config",
            ", bare: \"true\"",
            tree -> tree.file(".git/config", 0644, PROGRAM)),
        git(
            HostileCase.PART,
            "a file outside the repository",
            "/etc/pwned",
            "",
            tree -> tree.store().file("/etc/pwned", tree.entry(), 0644, "x")),
        git(
            HostileCase.PART,
            "data whose path leads out",
            "",
            ", data: \"/content/../etc\"",
            tree -> tree.file(".git/config", 0644, PROGRAM)),
        git(
                HostileCase.DONE,
                "a submodule that leads out and runs a program",
                "",
                "",
                tree ->
                    tree.file(
                        ".gitmodules",
                        0644,
                        """
                        [submodule "../../etc"]
                        \tpath = ../../etc/pwned
                        \turl = ext::sh -c touch% /pwned
                        \tupdate = !touch /pwned
                        """))
            .proven("true"));
  }
}
