package io.envsnap.agent.ecosystem.apt;

import io.envsnap.spec.snapshot.TreePath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How one of the files that packages share falls into records: which text is one record, what keys
 * it, and which packages it is about.
 *
 * @param path where the file lies
 * @param part name of the part that carries its records
 * @param shape what one record is
 * @param key what two versions of one record have in common
 * @param owners names of the packages that the record is about; none where it does not say
 */
record SharedFile(
    TreePath path,
    String part,
    Shape shape,
    Function<String, String> key,
    Function<String, Set<String>> owners) {
  private static final String TRIGGER_PART = "dpkg/triggers/";

  // Written out, as in Digest.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SharedFile file
        && path.equals(file.path)
        && part.equals(file.part)
        && shape == file.shape
        && key.equals(file.key)
        && owners.equals(file.owners);
  }

  @Override
  public int hashCode() {
    return path.hashCode();
  }

  /** What one record is. */
  enum Shape {
    /** A line. */
    LINE,
    /** Three lines. */
    TRIPLE,
    /** A paragraph, closed by an empty line. */
    STANZA
  }

  static final SharedFile ARCHITECTURES =
      new SharedFile(
          SystemFiles.ARCHITECTURES, "dpkg/arch", Shape.LINE, line -> line, line -> Set.of());

  static final SharedFile DIVERSIONS =
      new SharedFile(
          SystemFiles.DIVERSIONS,
          "dpkg/diversions",
          Shape.TRIPLE,
          triple -> triple.lines().findFirst().orElse(""),
          triple -> Set.of(triple.lines().skip(2).findFirst().orElse("")));

  static final SharedFile STATOVERRIDE =
      new SharedFile(
          SystemFiles.STATOVERRIDE,
          "dpkg/statoverride",
          Shape.LINE,
          line -> afterWords(line, 3),
          line -> Set.of());

  static final SharedFile FILE_TRIGGERS = trigger("File");

  static final SharedFile EXTENDED_STATES =
      new SharedFile(
          SystemFiles.EXTENDED_STATES,
          "apt/extended_states",
          Shape.STANZA,
          stanza -> DpkgStatus.idOf(new Stanza(stanza)).toString(),
          stanza -> Set.of(new Stanza(stanza).value("Package")));

  static final SharedFile DEBCONF_CONFIG = debconf(SystemFiles.DEBCONF_CONFIG, "config");

  /** Says which questions a template is for; only the answers say whose these are. */
  static final SharedFile DEBCONF_TEMPLATES = debconf(SystemFiles.DEBCONF_TEMPLATES, "templates");

  static final SharedFile UCF_HASHES =
      new SharedFile(
          SystemFiles.UCF_HASHES,
          "ucf/hashfile",
          Shape.LINE,
          line -> afterWords(line, 1).strip(),
          line -> Set.of());

  static final SharedFile UCF_REGISTRY =
      new SharedFile(
          SystemFiles.UCF_REGISTRY,
          "ucf/registry",
          Shape.LINE,
          line -> afterWords(line, 1).strip(),
          line -> Set.of(word(line, 0)));

  static final SharedFile SHELLS =
      new SharedFile(SystemFiles.SHELLS, "shells", Shape.LINE, line -> line, line -> Set.of());

  static final SharedFile SHELLS_STATE =
      new SharedFile(
          SystemFiles.SHELLS_STATE, "shells.state", Shape.LINE, line -> line, line -> Set.of());

  /** All that every machine has, in the order in which they are merged. */
  static final List<SharedFile> ALL =
      List.of(
          ARCHITECTURES,
          DIVERSIONS,
          STATOVERRIDE,
          FILE_TRIGGERS,
          EXTENDED_STATES,
          DEBCONF_CONFIG,
          DEBCONF_TEMPLATES,
          UCF_HASHES,
          UCF_REGISTRY,
          SHELLS,
          SHELLS_STATE);

  /** The packages that are interested in a trigger, or for {@code File} in paths. */
  static SharedFile trigger(String name) {
    boolean file = name.equals("File");
    return new SharedFile(
        SystemFiles.TRIGGERS.child(name),
        TRIGGER_PART + name,
        Shape.LINE,
        line -> line,
        line -> Set.of(packageOf(file ? word(line, 1) : line)));
  }

  /** The trigger whose records a part carries; none for other parts and for unsafe names. */
  static List<SharedFile> triggersOf(Set<String> parts) {
    return parts.stream()
        .filter(part -> part.startsWith(TRIGGER_PART))
        .map(part -> part.substring(TRIGGER_PART.length()))
        .filter(SharedFile::isTrigger)
        .map(SharedFile::trigger)
        .toList();
  }

  /** Whether a file in {@code triggers} lists who is interested in a trigger of that name. */
  static boolean isTrigger(String name) {
    return name.matches("[A-Za-z0-9][A-Za-z0-9+._-]{0,127}")
        && !Set.of("File", "Lock", "Unincorp").contains(name);
  }

  /** The package in {@code package:arch} or {@code package/noawait}. */
  private static String packageOf(String text) {
    return text.strip().replaceFirst("/.*", "").replaceFirst(":.*", "");
  }

  private static SharedFile debconf(TreePath path, String name) {
    return new SharedFile(
        path,
        "debconf/" + name,
        Shape.STANZA,
        stanza -> new Stanza(stanza).value("Name"),
        stanza -> name.equals("config") ? Debconf.askers(new Stanza(stanza)) : Set.of());
  }

  private static String word(String line, int index) {
    List<String> words = Arrays.asList(line.strip().split("\\s+", -1));
    return index < words.size() ? words.get(index) : "";
  }

  private static String afterWords(String line, int count) {
    return line.strip().split(" ", count + 1).length > count
        ? line.strip().split(" ", count + 1)[count]
        : line;
  }

  /** The records of a file by their keys, in its order. */
  Map<String, String> records(byte[] file) {
    Map<String, String> records = new LinkedHashMap<>();
    for (String record : split(file)) {
      records.putIfAbsent(key.apply(record), record);
    }
    return records;
  }

  private List<String> split(byte[] file) {
    if (shape == Shape.STANZA) {
      return Stanza.parse(file).stream().map(Stanza::text).toList();
    }
    List<String> lines = SystemFiles.lines(file);
    int height = shape == Shape.TRIPLE ? 3 : 1;
    List<String> records = new ArrayList<>();
    for (int i = 0; i + height <= lines.size(); i += height) {
      records.add(String.join("\n", lines.subList(i, i + height)) + "\n");
    }
    return records;
  }

  /** The file of these records. */
  byte[] join(Iterable<String> records) {
    StringBuilder text = new StringBuilder();
    for (String record : records) {
      text.append(record).append(shape == Shape.STANZA ? "\n" : "");
    }
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
