package io.envsnap.agent.ecosystem.pip;

import java.util.List;
import java.util.stream.Collectors;

/** Writes {@code pylock.toml} (PEP 751) and requirements files. */
final class PylockText {
  private PylockText() {}

  /**
   * A {@code pylock.toml}.
   *
   * @param python minor version without which its wheels cannot be used; empty where any will do
   */
  static String pylock(List<LockedPackage> packages, String python) {
    StringBuilder text = new StringBuilder("lock-version = \"1.0\"\ncreated-by = \"envsnap\"\n");
    if (!python.isEmpty()) {
      text.append("requires-python = ").append(LockedPackage.text("==" + python + ".*"));
      text.append('\n');
    }
    if (packages.isEmpty()) {
      return text.append("packages = []\n").toString();
    }
    for (LockedPackage one : packages.stream().sorted().toList()) {
      text.append("\n[[packages]]\nname = ").append(LockedPackage.text(one.name()));
      text.append("\nversion = ").append(LockedPackage.text(one.version()));
      text.append('\n').append(one.source()).append('\n');
    }
    return text.toString();
  }

  /**
   * A requirements file, in which everything has its digest.
   *
   * @param folder where the wheels lie, relative to the file
   */
  static String requirements(List<LockedPackage> packages, String folder) {
    boolean beside = packages.stream().anyMatch(LockedPackage::isBeside);
    return packages.stream()
        .sorted()
        .map(LockedPackage::requirement)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n", beside ? "--find-links " + folder + "\n" : "", "\n"));
  }
}
