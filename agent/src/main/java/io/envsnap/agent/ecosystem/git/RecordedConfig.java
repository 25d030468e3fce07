package io.envsnap.agent.ecosystem.git;

import io.envsnap.spec.redact.Finding;
import io.envsnap.spec.redact.SafeUrl;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A text among git's data as it may be recorded: without secrets and, for a configuration, without
 * what runs programs; every other byte is the original's.
 *
 * @param bytes the file
 * @param changed whether they differ from those on disk
 * @param programs settings that were taken out because they run something
 * @param found secrets that were taken out
 */
record RecordedConfig(byte[] bytes, boolean changed, Set<String> programs, Set<Finding> found) {
  /** Last parts of names whose values are secrets (git-config(1), git-send-email(1), hub(1)). */
  private static final Set<String> SECRETS =
      Set.of(
          "extraheader",
          "oauthtoken",
          "pass",
          "password",
          "privatetoken",
          "proxyauthtoken",
          "secret",
          "smtppass",
          "sslcertpasswd",
          "token");

  /**
   * Cleans a file; empty when git itself would refuse to read it.
   *
   * @param withPrograms whether settings that run programs stay
   */
  static Optional<RecordedConfig> clean(byte[] original, boolean withPrograms) {
    return ConfigFile.parse(original).map(file -> clean(file, withPrograms));
  }

  /**
   * Whether a setting is taken out as a whole.
   *
   * @param withPrograms whether settings that run programs stay
   */
  static boolean isCut(ConfigSetting setting, boolean withPrograms) {
    return SECRETS.contains(setting.name())
        || (!withPrograms && ProgramSettings.runsSomething(setting));
  }

  private static RecordedConfig clean(ConfigFile file, boolean withPrograms) {
    Set<String> programs = new TreeSet<>();
    Set<Finding> found = new LinkedHashSet<>();
    List<Cut> cuts = new ArrayList<>();
    for (ConfigFile.Heading heading : file.sections()) {
      String raw = file.text().substring(heading.start(), heading.end());
      replaceUrls(raw, heading.start(), heading.end(), cuts, found);
    }
    for (ConfigFile.Item item : file.items()) {
      ConfigSetting setting = item.setting();
      if (SECRETS.contains(setting.name())) {
        String key = SafeUrl.of(setting.key()).text();
        found.add(new Finding("`" + key + "` of git", "`git config " + key + "`"));
        cuts.add(new Cut(item.start(), item.end(), ""));
      } else if (!withPrograms && ProgramSettings.runsSomething(setting)) {
        programs.add(SafeUrl.of(setting.key()).text());
        cuts.add(new Cut(item.start(), item.end(), ""));
      } else {
        String raw = file.text().substring(item.valueStart(), item.valueEnd());
        replaceUrls(raw, item.valueStart(), item.valueEnd(), cuts, found);
      }
    }
    cuts.sort((a, b) -> Integer.compare(a.start(), b.start()));
    StringBuilder text = new StringBuilder();
    int at = 0;
    for (Cut cut : cuts) {
      text.append(file.text(), at, cut.start()).append(cut.replacement());
      at = cut.end();
    }
    text.append(file.text(), at, file.text().length());
    byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
    return new RecordedConfig(bytes, !cuts.isEmpty(), programs, found);
  }

  private static void replaceUrls(
      String raw, int start, int end, List<Cut> cuts, Set<Finding> found) {
    SafeUrl clean = SafeUrl.of(raw);
    if (clean.hadSecret()) {
      found.addAll(clean.found());
      cuts.add(new Cut(start, end, clean.text()));
    }
  }

  /** A stretch of the file and what takes its place. */
  private record Cut(int start, int end, String replacement) {}
}
