package io.envsnap.spec.lockfile;

/**
 * One Python interpreter of the base.
 *
 * @param path where it is called, such as {@code /usr/bin/python3}
 * @param version full version, such as {@code 3.11.2}
 * @param abi the ABI tag of its extension modules, such as {@code cpython-311-x86_64-linux-gnu}
 * @param prefix its {@code sys.prefix}
 */
public record PythonBase(String path, String version, String abi, String prefix)
    implements Comparable<PythonBase> {
  @Override
  public int compareTo(PythonBase other) {
    return path.compareTo(other.path);
  }
}
