package io.envsnap.agent.ecosystem.git;

import java.util.Locale;

/**
 * One setting of git.
 *
 * @param section lower-case first part of its name
 * @param subsection the middle part, which may hold anything; empty where there is none
 * @param name lower-case last part
 * @param value as git reads it; {@code true} for a name without a value
 */
record ConfigSetting(String section, String subsection, String name, String value) {
  /** Splits {@code section.sub.section.name} as {@code git config --list -z} prints it. */
  static ConfigSetting of(String key, String value) {
    int first = key.indexOf('.');
    int last = key.lastIndexOf('.');
    if (first < 0) {
      return new ConfigSetting("", "", key.toLowerCase(Locale.ROOT), value);
    }
    String subsection = first == last ? "" : key.substring(first + 1, last);
    return new ConfigSetting(
        key.substring(0, first).toLowerCase(Locale.ROOT),
        subsection,
        key.substring(last + 1).toLowerCase(Locale.ROOT),
        value);
  }

  /** Whether it is that one, whatever its subsection. */
  boolean is(String wantedSection, String wantedName) {
    return section.equals(wantedSection) && name.equals(wantedName);
  }

  /** Its whole name, for people. */
  String key() {
    String middle = subsection.isEmpty() ? "" : subsection + ".";
    return section.isEmpty() ? name : section + "." + middle + name;
  }
}
