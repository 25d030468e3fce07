package io.envsnap.agent.store.gdrive;

import com.google.api.services.drive.model.File;
import io.envsnap.agent.store.ObjectKind;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an object is called, and how Drive is told: by properties, which every app sees and a search
 * does not need; the file's name is for people.
 *
 * @param kind what it is
 * @param name its name within the kind
 */
record ObjectKey(ObjectKind kind, String name) implements Comparable<ObjectKey> {
  static final String KIND = "envsnapKind";
  static final String NAME = "envsnapName";

  /** The line of a ref, apart from its digest: Drive allows 124 bytes a property. */
  private static final String LINE = "envsnapLine";

  static Optional<ObjectKey> of(File file) {
    Map<String, String> properties = file.getProperties();
    if (properties == null || !properties.containsKey(KIND) || !properties.containsKey(NAME)) {
      return Optional.empty();
    }
    String line = properties.getOrDefault(LINE, "");
    String name = properties.getOrDefault(NAME, "");
    try {
      return Optional.of(
          new ObjectKey(
              ObjectKind.valueOf(properties.getOrDefault(KIND, "").toUpperCase(Locale.ROOT)),
              line.isEmpty() ? name : line + "/" + name));
    } catch (IllegalArgumentException e) {
      // Of a later version than this.
      return Optional.empty();
    }
  }

  Map<String, String> properties() {
    Map<String, String> properties = new TreeMap<>();
    properties.put(KIND, kind.name().toLowerCase(Locale.ROOT));
    int slash = name.indexOf('/');
    properties.put(NAME, name.substring(slash + 1));
    if (slash > 0) {
      properties.put(LINE, name.substring(0, slash));
    }
    return properties;
  }

  /** The file's name in the folder: that of the folder store, with dashes for its slashes. */
  String fileName() {
    return switch (kind) {
      case PACK -> "packs-" + name + ".tar.zst";
      case SEGMENT -> "index-" + name + ".json.zst";
      case LOCKFILE -> "lockfiles-" + name + ".yaml.zst";
      case SNAPSHOT -> "snapshots-" + name + ".json";
      case REF -> "refs-" + name.replace('/', '-') + ".json";
      case AID -> name;
    };
  }

  @Override
  public int compareTo(ObjectKey other) {
    int kinds = kind.compareTo(other.kind);
    return kinds == 0 ? name.compareTo(other.name) : kinds;
  }

  String word() {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
