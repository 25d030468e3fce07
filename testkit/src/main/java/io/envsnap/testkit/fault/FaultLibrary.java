package io.envsnap.testkit.fault;

import io.envsnap.testkit.vm.BaseTree;
import io.envsnap.testkit.vm.Programs;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The library that is preloaded into a program to count its calls and let one go wrong. */
public final class FaultLibrary {
  /** Its name in {@link #folder}. */
  public static final String FILE = "fault.so";

  private FaultLibrary() {}

  /** The folder of the compiled library; compiled by whoever asks first. */
  public static synchronized Path folder() {
    try (InputStream in = FaultLibrary.class.getResourceAsStream("fault.c")) {
      if (in == null) {
        throw new IOException("fault.c is missing from this build");
      }
      byte[] source = in.readAllBytes();
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(source);
      Path folder =
          BaseTree.cache()
              .resolve("fault-" + HexFormat.of().formatHex(hash, 0, 8))
              .toAbsolutePath();
      if (!Files.exists(folder.resolve(FILE))) {
        Files.createDirectories(folder);
        Path work = Files.createTempDirectory("fault-");
        Path text = Files.write(work.resolve("fault.c"), source);
        Path built = folder.resolve("fault-" + ProcessHandle.current().pid());
        Programs.require(
            "gcc", "-shared", "-fPIC", "-O2", "-o", built.toString(), text.toString(), "-ldl");
        Files.move(built, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        Programs.require("rm", "-r", work.toString());
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
