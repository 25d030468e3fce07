package io.envsnap.spec.codec;

import io.envsnap.spec.codec.YamlNode.Field;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.lockfile.Artifact;
import io.envsnap.spec.lockfile.EcosystemId;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes entries of the sections of a document, for ecosystems known and unknown alike. */
final class EntryBinding {
  private static final int MOST_ENTRIES = 100_000;
  private static final Set<String> ARTIFACT_KEYS = Set.of("file", "url", "sha256", "size");

  private final YamlInput input;
  private final List<Entry> entries = new ArrayList<>();
  private final Set<EntryKey> keys = new HashSet<>();

  EntryBinding(YamlInput input) {
    this.input = input;
  }

  /** The entries of all keys that are not the lockfile's own. */
  List<Entry> bind(YamlFields root) throws FormatException {
    for (Field section : root.all()) {
      String name = section.key().text();
      if (!LockfileKeys.contains(name)) {
        bindSection(ecosystem(section), section.value());
      }
    }
    return entries;
  }

  private EcosystemId ecosystem(Field section) throws FormatException {
    String name = section.key().text();
    try {
      return new EcosystemId(name);
    } catch (IllegalArgumentException e) {
      throw input.at(
          section.key(),
          Quoted.of(name) + " is neither a key of lockfiles nor an ecosystem's name");
    }
  }

  private void bindSection(EcosystemId ecosystem, YamlNode section) throws FormatException {
    YamlFields kinds = YamlFields.of(input, section, "`" + ecosystem + "`");
    for (Field kind : kinds.all()) {
      String name = kind.key().text();
      Optional<String> problem = EntryRules.problemOfKind(name);
      if (problem.isPresent()) {
        throw input.at(kind.key(), problem.get());
      }
      for (YamlNode node : kinds.itemsOf(name, kind.value())) {
        YamlFields fields = YamlFields.of(input, node, "each of `" + name + "`");
        Entry entry = entry(ecosystem, name, fields);
        if (!keys.add(entry.key())) {
          throw input.at(node, "there is a second entry for " + Quoted.of(entry.key().spoken()));
        }
        if (keys.size() > MOST_ENTRIES) {
          throw input.at(node, "envsnap does not read more than " + MOST_ENTRIES + " entries");
        }
        entries.add(entry);
      }
    }
  }

  private Entry entry(EcosystemId ecosystem, String kind, YamlFields fields)
      throws FormatException {
    String name = fields.requireText("name");
    fields.check("name", EntryRules.problemOfName(name));
    String scope = fields.text("scope");
    fields.check("scope", EntryRules.problemOfWord("scope", scope));
    String version = fields.text("version");
    fields.check("version", EntryRules.problemOfWord("version", version));
    List<Artifact> artifacts = new ArrayList<>();
    for (YamlFields artifact : fields.records("artifacts", ARTIFACT_KEYS)) {
      artifacts.add(artifact(artifact));
    }
    return new Entry(
        new EntryKey(ecosystem, kind, scope, name),
        version,
        fields.flag("requested"),
        artifacts,
        attributes(fields));
  }

  private SortedMap<String, String> attributes(YamlFields fields) throws FormatException {
    SortedMap<String, String> attributes = new TreeMap<>();
    for (Field field : fields.all()) {
      String name = field.key().text();
      if (EntryRules.isTaken(name)) {
        continue;
      }
      Optional<String> problem = EntryRules.problemOfAttributeName(name);
      if (problem.isPresent()) {
        throw input.at(field.key(), problem.get());
      }
      String value = fields.textOf(name, field.value()).text();
      fields.check(name, EntryRules.problemOfAttribute(name, value));
      attributes.put(name, value);
    }
    return attributes;
  }

  private Artifact artifact(YamlFields fields) throws FormatException {
    String file = fields.requireText("file");
    fields.check("file", EntryRules.problemOfFile(file));
    Optional<String> url = Optional.of(fields.text("url")).filter(text -> !text.isEmpty());
    fields.check("url", url.flatMap(text -> EntryRules.problemOfAddress("url", text)));
    Optional<YamlNode> size = fields.find("size");
    return new Artifact(
        file,
        url,
        sha256(fields),
        size.isEmpty() ? OptionalLong.empty() : OptionalLong.of(fields.count("size", size.get())));
  }

  private Optional<Digest> sha256(YamlFields fields) throws FormatException {
    Optional<YamlNode> node = fields.find("sha256");
    if (node.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Digest(fields.textOf("sha256", node.get()).text()));
    } catch (IllegalArgumentException e) {
      throw input.at(node.get(), "`sha256` must be 64 hexadecimal digits");
    }
  }
}
