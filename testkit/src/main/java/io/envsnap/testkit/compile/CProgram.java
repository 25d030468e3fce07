package io.envsnap.testkit.compile;

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
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A C program of one file.
 *
 * @param beside the class beside which the source lies
 * @param source its file name
 * @param file what it becomes
 * @param options of gcc, which come behind the source
 */
public record CProgram(Class<?> beside, String source, String file, List<String> options) {
  /** Takes its own copy. */
  public CProgram {
    options = List.copyOf(options);
  }

  /** The folder in which it lies compiled; compiled by whoever asks first. */
  public Path folder() {
    synchronized (CProgram.class) {
      try (InputStream in = beside.getResourceAsStream(source)) {
        if (in == null) {
          throw new IOException(source + " is missing from this build");
        }
        byte[] text = in.readAllBytes();
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(text);
        String name = source.replaceFirst("\\.c$", "");
        Path folder =
            BaseTree.cache()
                .resolve(name + "-" + HexFormat.of().formatHex(hash, 0, 8))
                .toAbsolutePath();
        if (!Files.exists(folder.resolve(file))) {
          Files.createDirectories(folder);
          Path work = Files.createTempDirectory(name + "-");
          Path built = folder.resolve(name + "-" + ProcessHandle.current().pid());
          compile(Files.write(work.resolve(source), text), built);
          Files.move(built, folder.resolve(file), StandardCopyOption.ATOMIC_MOVE);
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

  private void compile(Path text, Path built) {
    List<String> words = new ArrayList<>(List.of("gcc", "-O2", "-o"));
    words.add(built.toString());
    words.add(text.toString());
    words.addAll(options);
    Programs.require(words.toArray(String[]::new));
  }
}
