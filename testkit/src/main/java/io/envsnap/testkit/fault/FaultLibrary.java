package io.envsnap.testkit.fault;

import io.envsnap.testkit.compile.CProgram;
import java.nio.file.Path;
import java.util.List;

/** The library that is preloaded into a program to count its calls and let one go wrong. */
public final class FaultLibrary {
  /** Its name in {@link #folder}. */
  public static final String FILE = "fault.so";

  private static final CProgram LIBRARY =
      new CProgram(FaultLibrary.class, "fault.c", FILE, List.of("-shared", "-fPIC", "-ldl"));

  private FaultLibrary() {}

  /** The folder of the compiled library; compiled by whoever asks first. */
  public static Path folder() {
    return LIBRARY.folder();
  }
}
