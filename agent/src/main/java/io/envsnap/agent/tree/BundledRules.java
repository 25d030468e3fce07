package io.envsnap.agent.tree;

import io.envsnap.agent.tree.LeftOutRule.Report;
import java.util.ArrayList;
import java.util.List;

/** The rules that always hold, as data: each line a reason and the paths it is the reason for. */
final class BundledRules {
  private static final String SSL = "/etc/ssl";

  private static final List<LeftOutRule> ALL = new ArrayList<>();

  static {
    silent("the running system's own", "/proc", "/sys", "/dev", "/run", "/lost+found");
    silent("temporary files", "/tmp");
    summed("temporary files", "/var/tmp");
    silent(
        "logs", "/var/log", "/var/crash", "/var/lib/systemd/coredump", "/var/lib/systemd/pstore");

    silent("lists and archives that apt fetches again", "/var/lib/apt/lists", "/var/cache/apt");
    silent("apt's own state of this machine", "/var/lib/apt/periodic", "/var/lib/apt/daily_lock");
    silent("daily copies", "/var/backups", "/var/lib/dpkg/*-old", "/var/cache/debconf/*-old");
    silent(
        "dpkg at work",
        "/var/lib/dpkg/lock",
        "/var/lib/dpkg/lock-frontend",
        "/var/lib/dpkg/triggers/Lock",
        "/var/lib/dpkg/triggers/Unincorp",
        "/var/lib/dpkg/updates",
        "/var/lib/dpkg/tmp.ci",
        "/var/lib/dpkg/*-new",
        "**/*.dpkg-new",
        "**/*.dpkg-tmp");
    silent(
        "caches that are made again",
        "/var/cache/ldconfig",
        "/var/cache/app-info",
        "/var/cache/swcatalog",
        "/var/cache/PackageKit",
        "/var/lib/command-not-found",
        "/var/lib/mlocate",
        "/var/lib/plocate");
    silent(
        "package caches",
        "~/.cache/pip",
        "~/.cache/uv",
        "~/.cache/JNA",
        "~/.cache/conda",
        "~/.cache/mesa_shader_cache",
        "~/.cache/fontconfig",
        "~/.cache/motd.legal-displayed",
        "~/.npm/_cacache",
        "~/.npm/_logs",
        "~/.npm/_update-notifier-last-checked",
        "~/.local/share/Trash");
    summed("cache", "~/.cache");
    summed("containers' own storage", "/var/lib/docker", "/var/lib/containerd");
    silent("swap space", "/swapfile", "/swap.img");

    silent(
        "runtime state",
        "/var/lib/systemd/random-seed",
        "/var/lib/systemd/timers",
        "/var/lib/systemd/timesync",
        "/var/lib/logrotate",
        "/var/lib/update-notifier",
        "/var/lib/ubuntu-advantage",
        "/var/lib/PackageKit",
        "/etc/.pwd.lock",
        "~/.local/share/jupyter/runtime",
        "~/.local/share/jupyter/notebook_secret",
        "~/.local/share/jupyter/nbsignatures.db",
        "~/.ipython/profile_*/pid",
        "~/.ipython/profile_*/security",
        "~/.ipython/profile_*/log",
        "~/.sudo_as_admin_successful",
        "~/.dbus",
        "~/.ICEauthority",
        "~/.Xauthority",
        "**/.nfs*",
        "**/.fuse_hidden*");
    silent(
        "the machine's identity",
        "/etc/hostname",
        "/etc/hosts",
        "/etc/resolv.conf",
        "/etc/hostid",
        "/etc/machine-id",
        "/etc/machine-info",
        "/var/lib/dbus/machine-id",
        "/etc/fstab",
        "/etc/crypttab",
        "/etc/mtab",
        "/etc/adjtime",
        "/etc/network/interfaces",
        "/etc/network/interfaces.d",
        "/etc/netplan",
        "/etc/NetworkManager/system-connections",
        "/etc/systemd/network",
        "/var/lib/NetworkManager",
        "/var/lib/dhcp",
        "/var/lib/dhcpcd",
        "/etc/cloud",
        "/var/lib/cloud",
        "/etc/ssh/ssh_host_*",
        SSL + "/private/ssl-cert-snakeoil.key",
        SSL + "/certs/ssl-cert-snakeoil.pem",
        "/.dockerenv");
    silent(
        "copies that the password tools keep",
        "/etc/passwd-",
        "/etc/shadow-",
        "/etc/group-",
        "/etc/gshadow-",
        "/etc/subuid-",
        "/etc/subgid-");
    silent(
        "the host's GPU driver",
        "/usr/lib64-nvidia",
        "/usr/local/nvidia",
        "/usr/lib/*/libcuda.so*",
        "/usr/lib/*/libcudadebugger.so*",
        "/usr/lib/*/libnvcuvid.so*",
        "/usr/lib/*/libnvoptix.so*",
        "/usr/lib/*/libnvidia-*",
        "/usr/lib/*/libGLX_nvidia.so*",
        "/usr/lib/*/libEGL_nvidia.so*",
        "/usr/lib/*/libGLESv*_nvidia.so*",
        "/usr/lib/*/libvdpau_nvidia.so*",
        "/usr/lib64/libcuda.so*",
        "/usr/lib64/libnvidia-*",
        "/usr/lib/firmware/nvidia",
        "/etc/nvidia",
        "/etc/vulkan/icd.d/nvidia_icd.json");
    silent(
        "what was typed, secrets and all",
        "~/.bash_history",
        "~/.zsh_history",
        "~/.python_history",
        "~/.node_repl_history",
        "~/.sqlite_history",
        "~/.psql_history",
        "~/.mysql_history",
        "~/.rediscli_history",
        "~/.lesshst",
        "~/.viminfo",
        "~/.wget-hsts",
        "~/.local/share/fish/fish_history",
        "~/.ipython/profile_*/history.sqlite*",
        "/var/cache/debconf/passwords.dat");
    silent("envsnap's own temporary files", "**/" + TemporaryName.PREFIX + "*");
    silent(
        "envsnap's own hooks",
        "/etc/apt/apt.conf.d/00envsnap",
        "/etc/dpkg/dpkg.cfg.d/envsnap",
        "**/zz_envsnap.pth");
    silent("what a pip that was killed left behind", "**/site-packages/~*", "**/dist-packages/~*");
  }

  private BundledRules() {}

  private static void silent(String reason, String... patterns) {
    add(reason, Report.SILENT, patterns);
  }

  private static void summed(String reason, String... patterns) {
    add(reason, Report.SUMMED, patterns);
  }

  private static void add(String reason, Report report, String... patterns) {
    for (String pattern : patterns) {
      ALL.add(new LeftOutRule(pattern, reason, report));
    }
  }

  /** All of them. */
  static List<LeftOutRule> all() {
    return List.copyOf(ALL);
  }
}
