package io.envsnap.testkit.hostile;

import java.util.List;
import java.util.function.UnaryOperator;

/** Lockfiles that no YAML reader of ours may take, and words that a program would obey. */
final class HostileLockfiles {
  private static final String OS = "os: debian 12";
  private static final String PWN = "touch /pwned";

  private HostileLockfiles() {}

  private static HostileCase of(String name, String named, UnaryOperator<String> edit) {
    return new HostileCase(
        "lockfiles", name, HostileCase.LOCKFILE, named, store -> store.edit("lockfile", edit));
  }

  /** The value of `os` is another text of YAML. */
  private static HostileCase value(String name, String yaml, String named) {
    return of(name, named, text -> text.replace(OS, "os: " + yaml));
  }

  /** One more entry of an ecosystem. */
  private static HostileCase entry(String name, String entry, String named) {
    return of(name, named, text -> text + "pip:\n  packages:\n    - {" + entry + "}\n");
  }

  private static HostileCase whole(String name, String text, String named) {
    return of(name, named, ignored -> text);
  }

  static List<HostileCase> all() {
    return List.of(
        value("an anchor", "&a debian", "an anchor"),
        value("an alias", "*a", "alias"),
        value("a tag", "!!str debian", "a tag"),
        value("a tag that makes an object", "!!javax.script.ScriptEngineManager [x]", "a tag"),
        value("an empty value", "", "a value is missing"),
        value("a control character", "\"a\u0007b\"", "control character"),
        value("a text of 70,000 letters", "a".repeat(70_000), "a text longer than"),
        value("nine levels", "[[[[[[[[[a]]]]]]]]]", "more than 8 levels"),
        value("a million brackets", "[".repeat(1_000_000), "more than 8 levels"),
        value("a million braces", "{a: ".repeat(1_000_000), "more than 8 levels"),
        value("a text without an end", "\"debian", "not valid YAML"),
        of("a merge key", "a merge key", text -> text.replace(OS, "<<: {os: x}")),
        of("a key twice", "is there twice", text -> text.replace(OS, OS + "\n  os: other")),
        of("a second document", "a second document", text -> text + "---\nversion: 1\n"),
        of("a directive", "a directive", text -> "%YAML 1.1\n---\n" + text),
        of("a byte order mark", "byte order mark", text -> "\ufeff" + text),
        of("a million laughs", "an anchor", HostileLockfiles::laughs),
        new HostileCase(
            "lockfiles",
            "17 MiB",
            HostileCase.CORRUPT,
            "damaged",
            store -> store.edit("lockfile", text -> text + "#" + "x".repeat(17 << 20))),
        of("15 MiB of dashes", "broken", text -> text + "- ".repeat(7 << 20)),
        of("15 MiB of questions", "broken", text -> text + "? ".repeat(7 << 20)),
        of(
            "1.2 million values",
            "more than",
            text -> text.replace(OS, "os: [" + "a,".repeat(1_200_000) + "a]")),
        of("150,000 entries", "more than 100000 entries", HostileLockfiles::entries),
        whole("an empty file", "", "is empty"),
        whole("a list", "- version: 1\n", "no mapping"),
        whole("a version of a later time", "version: 2\nrun: " + PWN + "\n", "newer envsnap"),
        whole(
            "a version of a thousand digits",
            "version: " + "9".repeat(1000) + "\n",
            "newer envsnap"),
        whole("a version that is no number", "version: 1; " + PWN + "\n", "is no number"),
        of(
            "a section whose name is a path",
            "neither a key",
            text -> text + "../etc:\n  paths: []\n"),
        of(
            "a kind whose name is a path",
            "no kind of entries",
            text -> text + "pip:\n  ../etc:\n    - {name: a}\n"),
        of(
            "two entries of one name",
            "a second entry",
            text -> text.replace("  paths:\n", "  paths:\n    - {name: \"/content/kept\"}\n")),
        of(
            "an id that is a path",
            "64 hexadecimal digits",
            text -> text.replaceAll("sha256:[0-9a-f]+", "sha256:../../etc/passwd")),
        of(
            "a store that runs a program",
            "run a program",
            text -> text.replace("dir:/store", "ext::sh -c " + PWN)),
        of(
            "a store that is an option",
            "for an option",
            text -> text.replace("dir:/store", "--upload-pack=" + PWN)),
        of(
            "a Python whose path is none",
            "not absolute and normal",
            text -> text.replace(OS, OS + "\n  pythons:\n    - {path: ../../pwned}")),
        entry("a name that is an option", "name: --config-settings", "for an option"),
        entry("a name with a line of its own", "name: \"a\\n" + PWN + "\"", "control character"),
        entry("a name with a NUL", "name: \"a\\0b\"", "control character"),
        entry(
            "a name that leaves its folder", "name: /a/../../etc/pwned", "not absolute and normal"),
        entry("a name of 5,000 letters", "name: " + "n".repeat(5000), "longer than 4096"),
        entry("an empty name", "name: \"\"", "is empty"),
        entry(
            "a version that is an option",
            "name: a, version: \"--index-url=https://evil.invalid\"",
            "for an option"),
        entry(
            "a version with a line of its own",
            "name: a, version: \"1\\n" + PWN + "\"",
            "control character"),
        entry("a scope that is an option", "name: a, scope: -t", "for an option"),
        entry(
            "a scope that leaves its folder",
            "name: a, scope: /usr/../../etc",
            "not absolute and normal"),
        entry(
            "a remote that runs a program",
            "name: a, remote: \"ext::sh -c " + PWN + "\"",
            "run a program"),
        entry("a remote of a descriptor", "name: a, remote: \"fd::7\"", "run a program"),
        entry(
            "a second remote that runs a program",
            "name: a, remotes: \"https://a.invalid ext::sh\"",
            "run a program"),
        entry(
            "a remote that is an option",
            "name: a, remote: \"--upload-pack=" + PWN + "\"",
            "for an option"),
        entry("an index that is an option", "name: a, extraIndex: \"-e .\"", "for an option"),
        entry("a commit that is an option", "name: a, commit: --output=/pwned", "for an option"),
        entry(
            "a path that is an option",
            "name: a, submodulePath: --template=/pwned",
            "for an option"),
        entry("an attribute with a NUL", "name: a, note: \"a\\0b\"", "NUL"),
        entry(
            "an attribute whose name is shell text",
            "name: a, \"$(touch /pwned)\": b",
            "no name of an attribute"),
        entry("an attribute that is a list", "name: a, note: [a, b]", "note"),
        entry(
            "an artifact outside its folder",
            "name: a, artifacts: [{file: ../../etc/pwned}]",
            "out of its folder"),
        entry(
            "an artifact that is an option", "name: a, artifacts: [{file: -rf}]", "for an option"),
        entry(
            "an artifact with a digest that is a path",
            "name: a, artifacts: [{file: a, sha256: ../../x}]",
            "hexadecimal digits"),
        entry(
            "an artifact of a negative size", "name: a, artifacts: [{file: a, size: -1}]", "size"),
        entry(
            "an artifact of 10^40 bytes",
            "name: a, artifacts: [{file: a, size: 1" + "0".repeat(40) + "}]",
            "size"),
        entry(
            "an artifact with a key that nobody knows",
            "name: a, artifacts: [{file: a, run: " + PWN + "}]",
            "run"));
  }

  private static String laughs(String text) {
    StringBuilder laughs = new StringBuilder(text);
    laughs.append("evil:\n  a:\n    - &a0 {name: lol}\n");
    for (int i = 1; i < 20; i++) {
      laughs.append("    - &a" + i + " [" + ("*a" + (i - 1) + ",").repeat(9) + "]\n");
    }
    return laughs.toString();
  }

  private static String entries(String text) {
    StringBuilder entries = new StringBuilder(text).append("pip:\n  packages:\n");
    for (int i = 0; i < 150_000; i++) {
      entries.append("    - {name: p").append(i).append("}\n");
    }
    return entries.toString();
  }
}
