package io.envsnap.spec.codec;

import io.envsnap.spec.codec.YamlNode.Field;
import io.envsnap.spec.codec.YamlNode.Scalar;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.journal.Action;
import io.envsnap.spec.lockfile.Base;
import io.envsnap.spec.lockfile.LeftOut;
import io.envsnap.spec.lockfile.Lockfile;
import io.envsnap.spec.lockfile.Need;
import io.envsnap.spec.lockfile.PythonBase;
import io.envsnap.spec.lockfile.SnapshotLink;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Makes a lockfile of the nodes of a document, strictly. */
final class LockfileBinding {
  private static final Pattern WHOLE = Pattern.compile("0|[1-9][0-9]*");
  private static final int MOST_DIGITS = 9;
  private static final Set<String> BASE_KEYS =
      Set.of("os", "image", "kernel", "architecture", "glibc", "apt", "taken", "pythons");
  private static final Set<String> PYTHON_KEYS = Set.of("path", "version", "abi", "prefix");
  private static final Set<String> NEED_KEYS = Set.of("need", "for", "give");
  private static final Set<String> LEFT_OUT_KEYS = Set.of("path", "size", "reason", "url");
  private static final Set<String> ACTION_KEYS =
      Set.of("at", "by", "user", "command", "folder", "milliseconds", "exit", "changed");
  private static final Set<String> SNAPSHOT_KEYS = Set.of("store", "id");

  private final YamlInput input;

  LockfileBinding(YamlInput input) {
    this.input = input;
  }

  /** Refuses what is no lockfile, or a later one, by its first field alone. */
  static void checkVersion(YamlInput input, Field field) throws FormatException {
    if (!field.key().text().equals(LockfileKeys.VERSION)) {
      throw foreign(input, "it does not begin with `version`");
    }
    if (!(field.value() instanceof Scalar version)
        || !WHOLE.matcher(version.text()).matches()
        || version.text().equals("0")) {
      throw foreign(input, "its `version` is no number of a format");
    }
    if (version.text().length() > MOST_DIGITS
        || Integer.parseInt(version.text()) > Lockfile.VERSION) {
      throw FormatException.newer(input.source(), shorten(version.text()), Lockfile.VERSION);
    }
  }

  private static String shorten(String number) {
    return number.length() > MOST_DIGITS ? number.substring(0, MOST_DIGITS) + "…" : number;
  }

  private static FormatException foreign(YamlInput input, String why) {
    return FormatException.foreign(
        input.source(),
        "lockfile",
        why,
        "Name the `envsnap.lock.yaml` that `envsnap record` wrote");
  }

  Lockfile bind(Optional<YamlNode> root) throws FormatException {
    if (!(root.orElse(null) instanceof YamlNode.Mapping mapping)) {
      throw foreign(input, root.isEmpty() ? "it is empty" : "it is no mapping");
    }
    YamlFields fields = YamlFields.of(input, mapping, "a lockfile");
    Optional<YamlNode> base = fields.find(LockfileKeys.BASE);
    if (base.isEmpty()) {
      throw foreign(input, "it has no `base`");
    }
    return new Lockfile(
        base(YamlFields.of(input, base.get(), "`base`").onlyThese(BASE_KEYS)),
        AcceleratorYaml.read(input, fields),
        new EntryBinding(input).bind(fields),
        needs(fields),
        leftOut(fields),
        actions(fields),
        snapshot(fields));
  }

  private static Base base(YamlFields fields) throws FormatException {
    List<PythonBase> pythons = new ArrayList<>();
    for (YamlFields python : fields.records("pythons", PYTHON_KEYS)) {
      String path = python.requireText("path");
      python.check("path", EntryRules.problemOfPath(path));
      String prefix = python.text("prefix");
      python.check("prefix", EntryRules.problemOfWord("prefix", prefix));
      pythons.add(new PythonBase(path, python.text("version"), python.text("abi"), prefix));
    }
    return new Base(
        fields.text("os"),
        fields.text("image"),
        fields.text("kernel"),
        fields.text("architecture"),
        fields.text("glibc"),
        fields.text("apt"),
        pythons,
        fields.flag("taken"));
  }

  private static List<Need> needs(YamlFields root) throws FormatException {
    List<Need> needs = new ArrayList<>();
    for (YamlFields need : root.records(LockfileKeys.CREDENTIALS, NEED_KEYS)) {
      needs.add(new Need(need.requireText("need"), need.text("for"), need.text("give")));
    }
    return needs;
  }

  private static List<LeftOut> leftOut(YamlFields root) throws FormatException {
    List<LeftOut> leftOut = new ArrayList<>();
    for (YamlFields one : root.records(LockfileKeys.LEFT_OUT, LEFT_OUT_KEYS)) {
      // Nobody opens these: they tell a person what to look for.
      String path = one.requireText("path");
      long size = one.count("size", one.require("size"));
      leftOut.add(new LeftOut(path, size, one.text("reason"), one.text("url")));
    }
    return leftOut;
  }

  private List<Action> actions(YamlFields root) throws FormatException {
    List<Action> actions = new ArrayList<>();
    for (YamlFields action : root.records(LockfileKeys.ACTIONS, ACTION_KEYS)) {
      Optional<YamlNode> exit = action.find("exit");
      long status = exit.isEmpty() ? -1 : action.number("exit", exit.get());
      if (status < -1 || status > Integer.MAX_VALUE) {
        throw input.at(action.require("exit"), "`exit` is out of range");
      }
      Optional<YamlNode> took = action.find("milliseconds");
      actions.add(
          new Action(
              instant(action),
              action.text("by"),
              action.text("user"),
              words(action, "command"),
              action.text("folder"),
              took.isEmpty()
                  ? Optional.empty()
                  : Optional.of(Duration.ofMillis(action.count("milliseconds", took.get()))),
              (int) status,
              words(action, "changed")));
    }
    return actions;
  }

  private static List<String> words(YamlFields action, String key) throws FormatException {
    List<String> words = new ArrayList<>();
    for (YamlNode word : action.items(key)) {
      words.add(action.textOf(key, word).text());
    }
    return words;
  }

  private Instant instant(YamlFields action) throws FormatException {
    try {
      return Instant.parse(action.requireText("at"));
    } catch (DateTimeException e) {
      throw input.at(action.require("at"), "`at` must be a time such as `2026-11-23T10:00:01Z`");
    }
  }

  private Optional<SnapshotLink> snapshot(YamlFields root) throws FormatException {
    Optional<YamlNode> node = root.find(LockfileKeys.SNAPSHOT);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    YamlFields fields = YamlFields.of(input, node.get(), "`snapshot`").onlyThese(SNAPSHOT_KEYS);
    String store = fields.requireText("store");
    fields.check("store", EntryRules.problemOfAddress("store", store));
    try {
      return Optional.of(new SnapshotLink(store, Digest.parse(fields.requireText("id"))));
    } catch (IllegalArgumentException e) {
      throw input.at(fields.require("id"), "`id` must be `sha256:` and 64 hexadecimal digits");
    }
  }
}
