package io.envsnap.agent.ecosystem.git;

import io.envsnap.agent.ecosystem.FileMerge;
import io.envsnap.spec.redact.SafeUrl;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a configuration on this machine holds that none is ever recorded with: addresses with their
 * credentials, secrets, and settings that run programs. A recorded configuration that takes its
 * place loses whatever a snapshot should not have of these, and gets this machine's own back.
 */
final class OwnSettings implements FileMerge {
  private final List<ConfigSetting> own;
  private final boolean withPrograms;

  private OwnSettings(List<ConfigSetting> own, boolean withPrograms) {
    this.own = List.copyOf(own);
    this.withPrograms = withPrograms;
  }

  /**
   * Those of a configuration.
   *
   * @param present its bytes on this machine; empty where there is none
   * @param withPrograms whether recorded settings that run programs are wanted
   */
  static OwnSettings of(Optional<byte[]> present, boolean withPrograms) {
    List<ConfigSetting> own =
        present
            .flatMap(ConfigFile::parse)
            .map(file -> withheld(file, withPrograms))
            .orElse(List.of());
    return new OwnSettings(own, withPrograms);
  }

  @Override
  public byte[] merge(Optional<byte[]> current) {
    byte[] bytes = current.orElse(new byte[0]);
    Optional<ConfigFile> file = ConfigFile.parse(bytes);
    if (file.isEmpty() || isOwn(withheld(file.get(), withPrograms))) {
      return bytes;
    }
    byte[] clean =
        RecordedConfig.clean(bytes, withPrograms).map(RecordedConfig::bytes).orElse(bytes);
    for (ConfigSetting setting : own) {
      clean = with(clean, setting);
    }
    return clean;
  }

  /** In whatever order. */
  private boolean isOwn(List<ConfigSetting> settings) {
    return Set.copyOf(settings).equals(Set.copyOf(own));
  }

  private static List<ConfigSetting> withheld(ConfigFile file, boolean withPrograms) {
    return file.settings().stream()
        .filter(setting -> RecordedConfig.isCut(setting, withPrograms) || !isSafe(setting))
        .toList();
  }

  private static boolean isSafe(ConfigSetting setting) {
    return SafeUrl.of(setting.subsection()).text().equals(setting.subsection())
        && SafeUrl.of(setting.value()).text().equals(setting.value());
  }

  /** Where the recorded file has the same without its secret, in that place; else at the end. */
  private byte[] with(byte[] bytes, ConfigSetting setting) {
    ConfigFile file = ConfigFile.parse(bytes).orElseThrow();
    if (!RecordedConfig.isCut(setting, withPrograms)
        && SafeUrl.of(setting.subsection()).text().equals(setting.subsection())) {
      String safe = SafeUrl.of(setting.value()).text();
      List<ConfigFile.Item> alike = new ArrayList<>();
      for (ConfigFile.Item item : file.items()) {
        if (item.setting().key().equals(setting.key())) {
          alike.add(item);
        }
      }
      for (ConfigFile.Item item : alike) {
        if (item.setting().value().equals(safe)) {
          String text =
              file.text().substring(0, item.valueStart())
                  + quoted(setting.value())
                  + file.text().substring(item.valueEnd());
          return text.getBytes(StandardCharsets.ISO_8859_1);
        }
      }
      if (!alike.isEmpty()) {
        return bytes;
      }
    }
    String end = file.text().isEmpty() || file.text().endsWith("\n") ? "" : "\n";
    String text = file.text() + end + heading(setting) + line(setting);
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String heading(ConfigSetting setting) {
    String middle =
        setting.subsection().isEmpty()
            ? ""
            : " \"" + setting.subsection().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    return "[" + setting.section() + middle + "]\n";
  }

  private static String line(ConfigSetting setting) {
    return "\t" + setting.name() + " = " + quoted(setting.value()) + "\n";
  }

  private static String quoted(String value) {
    String escaped =
        value
            .replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("\n", "\\n")
            .replace("\t", "\\t")
            .replace("\b", "\\b");
    return value.matches("[\\w./:@%+=~-]*") ? escaped : "\"" + escaped + "\"";
  }
}
