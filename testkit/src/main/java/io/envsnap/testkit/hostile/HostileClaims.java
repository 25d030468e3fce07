package io.envsnap.testkit.hostile;

import static io.envsnap.testkit.hostile.StoreDraft.KEPT;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Whole and well-formed snapshots that claim what no snapshot may write. */
final class HostileClaims {
  private static final int SETUID = 04755;
  private static final int SETGID = 02755;

  private HostileClaims() {}

  private static HostileCase of(String name, String named, Consumer<StoreDraft> change) {
    return new HostileCase(HostileCases.CLAIMS, name, HostileCase.PART, named, change);
  }

  /** What is said of a path that is not written. */
  private static String sentence(String path, String why) {
    return "`" + path + "` is kept: " + (why.equals(path) ? "" : why);
  }

  /** An entry of files claims this path. */
  private static HostileCase file(String path, String why) {
    return of(
        "files claim " + path, sentence(path, why), store -> store.file(path, 0, 0644, "pwned\n"));
  }

  /** An entry of apt claims this path. */
  private static HostileCase apt(String path, String why) {
    return new HostileCase(
        HostileCases.CLAIMS_OF_APT,
        "a source of apt claims " + path,
        HostileCase.PART,
        sentence(path, why),
        store -> {
          int entry = store.entry("apt", "sources", "", "/etc/apt/sources.list.d" + path, "");
          store.file(path, entry, 0644, "pwned\n");
        });
  }

  static List<HostileCase> all() {
    List<HostileCase> all = new ArrayList<>();
    for (String path :
        List.of("/proc/sys/kernel/core_pattern", "/sys/power/state", "/dev/sda", "/run/pwned")) {
      all.add(file(path, "the running system's own"));
    }
    for (String path :
        List.of(
            "/etc/machine-id",
            "/etc/hostname",
            "/etc/hosts",
            "/etc/resolv.conf",
            "/etc/fstab",
            "/etc/ssh/ssh_host_rsa_key")) {
      all.add(file(path, "the machine's identity"));
    }
    for (String path :
        List.of("/root/.ssh/id_rsa", "/root/.netrc", "/root/.aws/credentials", "/etc/shadow")) {
      all.add(file(path, path));
    }
    for (String path :
        List.of(
            "/etc/passwd",
            "/etc/group",
            "/etc/subuid",
            "/var/lib/dpkg/status",
            "/var/lib/dpkg/diversions",
            "/var/lib/dpkg/statoverride",
            "/var/lib/dpkg/triggers/File",
            "/var/lib/dpkg/alternatives/pager",
            "/var/lib/apt/extended_states",
            "/var/cache/debconf/config.dat",
            "/etc/shells",
            "/etc/ld.so.cache")) {
      all.add(file(path, "all packages share it"));
    }
    all.add(apt("/var/lib/dpkg/status", "all packages share it"));
    all.add(apt("/etc/passwd", "all packages share it"));
    all.add(apt("/root/.ssh/id_rsa", "/root/.ssh/id_rsa"));
    all.add(apt("/etc/machine-id", "the machine's identity"));
    all.add(
        apt(
            "/var/lib/dpkg/info/bash.postinst",
            "what dpkg knows of a package must belong to that package"));
    all.add(
        file(
            "/var/lib/dpkg/info/bash.prerm",
            "what dpkg knows of a package must belong to that package"));
    all.add(file("/var/lib/dpkg/updates/0001", "dpkg at work"));
    all.add(file("/var/lib/dpkg/lock", "dpkg at work"));
    all.add(file("/var/lib/envsnap/restored", "envsnap's own"));
    all.add(file("/var/lib/envsnap/baseline/manifest", "envsnap's own"));
    all.add(file("/store/refs/pwned", "envsnap's own"));
    all.add(file("/content/envsnap.lock.yaml", "envsnap's own"));
    all.add(file("/content/envsnap.yaml", "envsnap's own"));
    all.add(file("/etc/apt/apt.conf.d/00envsnap", "envsnap's own hooks"));
    all.add(file("/usr/lib/python3/dist-packages/zz_envsnap.pth", "envsnap's own hooks"));
    all.add(file("/root/.bash_history", "what was typed"));
    all.add(file("/usr/lib/x86_64-linux-gnu/libcuda.so.1", "the host's GPU driver"));
    all.add(
        file(
            "/content/repo/.git/hooks/post-checkout",
            "settings and hooks of a repository must belong to an entry of git"));
    all.add(
        file(
            "/content/repo/.git/config",
            "settings and hooks of a repository must belong to an entry of git"));
    all.add(
        file(
            "/content/repo/.git/modules/a/config",
            "settings and hooks of a repository must belong to an entry of git"));
    all.add(
        of(
                "a setuid program of files",
                "must belong to a package",
                store -> store.file("/content/kept/su", 0, SETUID, "x"))
            .proven("test ! -u /content/kept/su"));
    all.add(
        of(
                "a setgid program of files",
                "must belong to a package",
                store -> store.file("/content/kept/sg", 0, SETGID, "x"))
            .proven("test ! -g /content/kept/sg"));
    all.add(
        of(
            "a program with capabilities of files",
            "must belong to a package",
            store ->
                store.file(
                    "/content/kept/cap",
                    0,
                    0755,
                    "x",
                    ",{\"security.capability\":\"0100000200200000\"}")));
    all.add(
        of(
                "a setuid program of pip",
                "must belong to a package",
                store -> {
                  int entry = store.entry("pip", "environments", "", "/content/env", "");
                  store.file("/content/env/su", entry, SETUID, "x");
                })
            .at("/content/env")
            .proven("test ! -u /content/env/su"));
    all.add(
        of(
            "a hard link to a credential that the snapshot brings",
            KEPT + "/key",
            store ->
                store
                    .file("/root/.ssh/id_ed25519", 0, 0600, "key")
                    .hardLink(KEPT + "/key", 0, "/root/.ssh/id_ed25519")));
    all.add(
        of(
            "a link in a credential's place",
            "/root/.git-credentials",
            store -> store.link("/root/.git-credentials", 0, KEPT + "/hello")));
    all.add(
        of(
            "the machine's users deleted",
            "all packages share it",
            store -> store.deleted("/etc/subgid", 0)));
    return all;
  }
}
