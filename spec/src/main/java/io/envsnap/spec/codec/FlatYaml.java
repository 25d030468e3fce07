package io.envsnap.spec.codec;

import io.envsnap.spec.codec.YamlNode.Field;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A YAML file of settings: keys and texts, nothing inside anything. At most 64 KiB. */
public final class FlatYaml {
  private static final int LIMIT = 64 << 10;
  private static final String HINT = "Write one `key: value` a line";

  private FlatYaml() {}

  /**
   * Reads the settings; an empty file has none.
   *
   * @param sourceName what errors call the file
   */
  public static SortedMap<String, String> read(byte[] bytes, String sourceName)
      throws FormatException {
    YamlInput input = new YamlInput(bytes, LIMIT, sourceName, HINT);
    Optional<YamlNode> root = YamlTree.read(input, (ignored, field) -> {});
    SortedMap<String, String> settings = new TreeMap<>();
    if (root.isEmpty()) {
      return settings;
    }
    YamlFields fields = YamlFields.of(input, root.get(), "a file of settings");
    for (Field field : fields.all()) {
      String key = field.key().text();
      settings.put(key, fields.textOf(key, field.value()).text());
    }
    return settings;
  }
}
