package io.envsnap.agent.store.gdrive;

import com.google.api.services.drive.model.File;
import io.envsnap.agent.store.ObjectKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A save as a search shows it.
 *
 * @param file in Drive
 * @param name digest of its bytes
 * @param members its snapshots and lockfiles, each with its size
 * @param needs other saves, by name, in which the rest of its segments lies
 */
record SaveFile(File file, String name, Map<ObjectKey, Long> members, List<String> needs) {
  /** The most members, and the most needs, that its properties have room for. */
  static final int MOST = 12;

  private static final String KIND = "save";
  private static final String MEMBER = "envsnapMember";
  private static final String NEEDS = "envsnapNeeds";

  static Optional<SaveFile> of(File file) {
    Map<String, String> properties = file.getProperties();
    if (properties == null || !KIND.equals(properties.get(ObjectKey.KIND))) {
      return Optional.empty();
    }
    Map<ObjectKey, Long> members = new TreeMap<>();
    List<String> needs = new ArrayList<>();
    for (int n = 0; n < MOST; n++) {
      String[] words = properties.getOrDefault(MEMBER + n, "").split(" ");
      if (words.length == 3 && words[2].matches("[0-9]{1,9}")) {
        kind(words[0])
            .ifPresent(
                kind -> members.put(new ObjectKey(kind, words[1]), Long.parseLong(words[2])));
      }
      String need = properties.getOrDefault(NEEDS + n, "");
      if (!need.isEmpty()) {
        needs.add(need);
      }
    }
    return Optional.of(
        new SaveFile(file, properties.getOrDefault(ObjectKey.NAME, ""), members, needs));
  }

  private static Optional<ObjectKind> kind(String word) {
    try {
      return Optional.of(ObjectKind.valueOf(word.toUpperCase(Locale.ROOT)));
    } catch (IllegalArgumentException e) {
      // Of a later version than this.
      return Optional.empty();
    }
  }

  static Map<String, String> properties(
      String name, Map<ObjectKey, byte[]> members, Collection<String> needs) {
    Map<String, String> properties = new TreeMap<>();
    properties.put(ObjectKey.KIND, KIND);
    properties.put(ObjectKey.NAME, name);
    int number = 0;
    for (Map.Entry<ObjectKey, byte[]> member : members.entrySet()) {
      if (member.getKey().kind() != ObjectKind.SEGMENT) {
        ObjectKey key = member.getKey();
        properties.put(
            MEMBER + number, key.word() + " " + key.name() + " " + member.getValue().length);
        number++;
      }
    }
    int need = 0;
    for (String other : needs) {
      properties.put(NEEDS + need, other);
      need++;
    }
    return properties;
  }
}
