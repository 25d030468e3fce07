package io.envsnap.testkit.archive;

import java.util.Map;

/**
 * A Debian package to build.
 *
 * @param name its name
 * @param version its version
 * @param architecture such as {@code all} or {@code amd64}
 * @param depends value of its Depends field; empty for none
 * @param files absolute path to text; what lies in a {@code bin} folder is made executable
 * @param control further members of the control archive, such as {@code postinst} or {@code
 *     conffiles}
 */
public record DebSpec(
    String name,
    String version,
    String architecture,
    String depends,
    Map<String, String> files,
    Map<String, String> control) {
  /** Takes its own copies. */
  public DebSpec {
    files = Map.copyOf(files);
    control = Map.copyOf(control);
  }

  /** A package of one program that prints its name and version. */
  public static DebSpec program(String name, String version) {
    return new DebSpec(
        name,
        version,
        "all",
        "",
        Map.of("/usr/bin/" + name, "#!/bin/sh\necho " + name + " " + version + "\n"),
        Map.of());
  }
}
