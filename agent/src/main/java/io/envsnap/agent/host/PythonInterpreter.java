package io.envsnap.agent.host;

import io.envsnap.spec.snapshot.TreePath;
import java.util.List;

/**
 * A Python interpreter, or a virtual environment, of this machine.
 *
 * @param path where it is called, such as {@code /usr/bin/python3}
 * @param version full version, such as {@code 3.11.2}
 * @param abi ABI tag of its extension modules, such as {@code cpython-311-x86_64-linux-gnu}
 * @param prefix {@code sys.prefix}
 * @param basePrefix {@code sys.base_prefix}: differs from the prefix in a virtual environment
 * @param siteFolders folders that hold its distributions, in the order of its search path
 */
public record PythonInterpreter(
    TreePath path,
    String version,
    String abi,
    TreePath prefix,
    TreePath basePrefix,
    List<TreePath> siteFolders) {
  /** Takes its own copy. */
  public PythonInterpreter {
    siteFolders = List.copyOf(siteFolders);
  }

  /** Whether it is a virtual environment. */
  public boolean isVirtual() {
    return !prefix.equals(basePrefix);
  }

  /** The part of a version that extension modules are bound to: {@code 3.11} of {@code 3.11.2}. */
  public static String minor(String version) {
    String[] parts = version.split("\\.");
    return parts.length < 2 ? version : parts[0] + "." + parts[1];
  }
}
