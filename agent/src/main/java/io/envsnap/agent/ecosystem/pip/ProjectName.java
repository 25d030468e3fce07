package io.envsnap.agent.ecosystem.pip;

import java.util.Locale;

/** Names of Python projects. */
final class ProjectName {
  private ProjectName() {}

  /**
   * The one spelling of a name: lower case, runs of {@code -_.} as one dash. Source: PEP 503,
   * "Normalized Names".
   */
  static String normal(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-");
  }
}
