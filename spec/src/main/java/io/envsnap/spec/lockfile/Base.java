package io.envsnap.spec.lockfile;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The machine that the session was recorded on, as far as a restore has to care.
 *
 * @param os identifier and version of the distribution, such as {@code debian 12}
 * @param image the notebook image, such as {@code colab 2026.07}; empty where none is known
 * @param kernel release of the running kernel
 * @param architecture as {@code uname -m} says, such as {@code x86_64}
 * @param glibc version of the C library; empty where there is none
 * @param apt fingerprint over the packages that the session did not touch; empty without dpkg
 * @param pythons interpreters of the base, sorted by path
 * @param taken whether the baseline was taken at the session's start, rather than inferred
 */
public record Base(
    String os,
    String image,
    String kernel,
    String architecture,
    String glibc,
    String apt,
    List<PythonBase> pythons,
    boolean taken) {

  /** Takes its own sorted copy. */
  public Base {
    pythons = pythons.stream().sorted().collect(Collectors.toUnmodifiableList());
  }
}
