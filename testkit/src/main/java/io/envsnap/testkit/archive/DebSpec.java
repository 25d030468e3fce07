package io.envsnap.testkit.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
 * @param fields further lines of the control file, such as {@code Multi-Arch: same}
 * @param dressing a shell script that is run in the package's tree before it is packed, for what
 *     texts cannot say: modes, owners, links
 */
public record DebSpec(
    String name,
    String version,
    String architecture,
    String depends,
    Map<String, String> files,
    Map<String, String> control,
    List<String> fields,
    String dressing) {
  /** Takes its own copies. */
  public DebSpec {
    files = Map.copyOf(files);
    control = Map.copyOf(control);
    fields = List.copyOf(fields);
  }

  /** A package with nothing unusual. */
  public DebSpec(
      String name,
      String version,
      String architecture,
      String depends,
      Map<String, String> files,
      Map<String, String> control) {
    this(name, version, architecture, depends, files, control, List.of(), "");
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

  /** The same with a further line in its control file. */
  public DebSpec field(String line) {
    List<String> more = new ArrayList<>(fields);
    more.add(line);
    return new DebSpec(name, version, architecture, depends, files, control, more, dressing);
  }

  /** The same with a member of its control archive, such as {@code postinst}. */
  public DebSpec member(String member, String text) {
    Map<String, String> more = new TreeMap<>(control);
    more.put(member, text);
    return new DebSpec(name, version, architecture, depends, files, more, fields, dressing);
  }

  /** The same with a further file. */
  public DebSpec file(String path, String text) {
    Map<String, String> more = new TreeMap<>(files);
    more.put(path, text);
    return new DebSpec(name, version, architecture, depends, more, control, fields, dressing);
  }

  /** The same, dressed by a script. */
  public DebSpec dressed(String script) {
    return new DebSpec(name, version, architecture, depends, files, control, fields, script);
  }
}
