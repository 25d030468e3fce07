package io.envsnap.cli.story;

import io.envsnap.testkit.archive.DebSpec;
import java.util.List;
import java.util.Map;

/**
 * Packages that each do one unusual thing that Debian's policy allows, and all of which stand on
 * {@code basedep}: where that is another one, they have to be rebuilt.
 */
final class CornerPackages {
  static final String VERSION = "2:1.0~rc1+really0.9-1~bpo12+1";
  private static final String SHELL = "#!/bin/sh\nset -e\n";
  private static final String BASE = "basedep (>= 1.0)";

  private CornerPackages() {}

  /** What the image has of an older or a newer version. */
  static DebSpec base(String version) {
    return DebSpec.program("basedep", version).field("Multi-Arch: foreign");
  }

  static DebSpec[] all() {
    return List.of(
            diverter(),
            watcher(),
            watched(),
            alternative("altone", "10"),
            alternative("alttwo", "20"),
            confs(),
            library("amd64"),
            library("i386"),
            plain("only386", "i386").field("Depends: " + BASE + ", libsame"),
            owners(),
            linked(),
            plain("preone", "all").field("Depends: " + BASE),
            chained("pretwo", "preone"),
            chained("prethree", "pretwo"),
            plain("essential", "amd64").field("Essential: yes").field("Depends: " + BASE),
            odd(),
            plain("needsodd", "all").field("Depends: " + BASE + ", odd (= " + VERSION + ")"),
            asker())
        .toArray(DebSpec[]::new);
  }

  static List<String> names() {
    return List.of(
        "diverter",
        "watcher",
        "watched",
        "altone",
        "alttwo",
        "confs",
        "libsame:amd64",
        "libsame:i386",
        "only386:i386",
        "owners",
        "linked",
        "preone",
        "pretwo",
        "prethree",
        "essential",
        "odd",
        "needsodd",
        "asker");
  }

  private static DebSpec plain(String name, String architecture) {
    return new DebSpec(name, "1.0", architecture, "", program(name), Map.of());
  }

  private static Map<String, String> program(String name) {
    return Map.of("/usr/bin/" + name, "#!/bin/sh\necho " + name + "\n");
  }

  private static DebSpec onBase(String name) {
    return plain(name, "all").field("Depends: " + BASE);
  }

  /** Puts its own program in the place of the base's. */
  private static DebSpec diverter() {
    String divert =
        "dpkg-divert --package diverter --rename --divert /usr/bin/basedep.real --%s"
            + " /usr/bin/basedep\n";
    return onBase("diverter")
        .file("/usr/bin/basedep", "#!/bin/sh\necho diverted\nexec basedep.real\n")
        .member("preinst", SHELL + divert.formatted("add"))
        .member("postrm", SHELL + "[ \"$1\" != remove ] || " + divert.formatted("remove"));
  }

  /** Keeps an index of what others put into a folder, and counts how often it was asked to. */
  private static DebSpec watcher() {
    return onBase("watcher")
        .file("/usr/share/watched/README", "what lies here is indexed\n")
        .member("triggers", "interest-noawait /usr/share/watched\ninterest watch-now\n")
        .member(
            "postinst",
            SHELL
                + """
                mkdir -p /var/lib/watcher
                ls /usr/share/watched > /var/lib/watcher/index
                case "$1 $2" in *watch-now*) echo awaited > /var/lib/watcher/awaited;; esac
                """)
        .member("postrm", SHELL + "[ \"$1\" != purge ] || rm -rf /var/lib/watcher\n");
  }

  private static DebSpec watched() {
    return onBase("watched")
        .file("/usr/share/watched/one", "1\n")
        .file("/usr/share/watched/a name with spaces \u00e4", "2\n")
        .member("triggers", "activate watch-now\n");
  }

  private static DebSpec alternative(String name, String priority) {
    return onBase(name)
        .file("/usr/share/" + name + "/help", name + "\n")
        .member(
            "postinst",
            SHELL
                + "update-alternatives --install /usr/bin/alt alt /usr/bin/%s %s --slave"
                    .formatted(name, priority)
                + " /usr/share/alt-help alt-help /usr/share/%s/help\n".formatted(name))
        .member(
            "prerm",
            SHELL
                + "[ \"$1\" = upgrade ] || update-alternatives --remove alt /usr/bin/"
                + name
                + "\n");
  }

  private static DebSpec confs() {
    return onBase("confs")
        .file("/etc/confs/kept", "shipped\n")
        .file("/etc/confs/edited", "shipped\n")
        .file("/etc/confs/deleted", "shipped\n")
        .member("conffiles", "/etc/confs/kept\n/etc/confs/edited\n/etc/confs/deleted\n");
  }

  /** Two architectures of it may be there at once, and share a file. */
  private static DebSpec library(String architecture) {
    String triplet = architecture.equals("amd64") ? "x86_64-linux-gnu" : "i386-linux-gnu";
    return new DebSpec(
            "libsame",
            "1.0",
            architecture,
            BASE,
            Map.of(
                "/usr/lib/" + triplet + "/libsame.txt",
                architecture + "\n",
                "/usr/share/doc/libsame/README",
                "shared\n"),
            Map.of(
                "postinst",
                SHELL + "echo $DPKG_MAINTSCRIPT_ARCH >> /var/lib/libsame.log\n",
                "postrm",
                SHELL + "[ \"$1\" != purge ] || rm -f /var/lib/libsame.log\n"))
        .field("Multi-Arch: same");
  }

  /** Files of others than root, with modes of their own, some of them given by its script. */
  private static DebSpec owners() {
    return onBase("owners")
        .file("/usr/bin/owners-suid", "suid\n")
        .file("/usr/bin/owners-games", "sgid\n")
        .file("/usr/bin/owners-script", "sgid of a group that the script makes\n")
        .file("/usr/bin/owners-over", "overridden by the session\n")
        .dressed(
            "chmod 4755 usr/bin/owners-suid; chown root:games usr/bin/owners-games;"
                + " chmod 2755 usr/bin/owners-games; mkdir -p var/lib/owners/empty;"
                + " chmod 1777 var/lib/owners/empty")
        .member(
            "postinst",
            SHELL
                + """
                file=/usr/bin/owners-script
                getent group ownersgrp >/dev/null || groupadd -r ownersgrp
                dpkg-statoverride --list $file >/dev/null ||
                  dpkg-statoverride --update --add root ownersgrp 2755 $file
                """)
        .member(
            "postrm",
            SHELL
                + """
                [ "$1" = purge ] || exit 0
                dpkg-statoverride --remove /usr/bin/owners-script || true
                groupdel ownersgrp || true
                """);
  }

  private static DebSpec linked() {
    return onBase("linked")
        .dressed(
            "ln usr/bin/linked usr/bin/linked-too; mkdir -p usr/lib/linked; ln usr/bin/linked"
                + " usr/lib/linked/third; ln -s ../../bin/linked usr/lib/linked/link; ln -s"
                + " /nowhere/at/all usr/lib/linked/dangling");
  }

  /** Its script needs the other package's program before it is unpacked. */
  private static DebSpec chained(String name, String needed) {
    return onBase(name).field("Pre-Depends: " + needed).member("preinst", SHELL + needed + "\n");
  }

  private static DebSpec odd() {
    return new DebSpec("odd", VERSION, "all", BASE, program("odd"), Map.of());
  }

  /** Asks when it is configured; nobody may have to answer. */
  private static DebSpec asker() {
    return onBase("asker")
        .field("Pre-Depends: debconf")
        .member(
            "templates",
            """
            Template: asker/word
            Type: string
            Default: default
            Description: Which word?
             One word.
            """)
        .member(
            "config",
            SHELL
                + """
                . /usr/share/debconf/confmodule
                db_input critical asker/word || true
                db_go
                """)
        .member(
            "postinst",
            SHELL
                + """
                . /usr/share/debconf/confmodule
                db_get asker/word
                echo "$RET" > /etc/asker.word
                """)
        .member(
            "postrm",
            SHELL
                + """
                [ "$1" = purge ] || exit 0
                rm -f /etc/asker.word
                . /usr/share/debconf/confmodule
                db_purge
                """);
  }
}
