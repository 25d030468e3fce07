package io.envsnap.agent.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.snapshot.TreePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestCacheTest {
  private static final Digest DIGEST = Digest.of("x".getBytes(StandardCharsets.UTF_8));
  private static final TreePath FILE = TreePath.of("/f");

  @TempDir private Path folder;
  private Path file;
  private Path saved;
  private LocalTree tree;

  @BeforeEach
  void open() throws IOException {
    Path root = Files.createDirectory(folder.resolve("root"));
    file = Files.writeString(root.resolve("f"), "x");
    saved = folder.resolve("digests");
    tree = LocalTree.at(root);
  }

  @AfterEach
  void close() {
    tree.close();
  }

  private FileStatus status() throws IOException {
    return tree.status(FILE).orElseThrow();
  }

  private DigestCache later() throws IOException {
    return DigestCache.open(saved, tree, Instant.now().plusSeconds(10));
  }

  private DigestCache withFile() throws IOException {
    DigestCache digests = later();
    digests.read(status(), DIGEST);
    return digests;
  }

  @Test
  void whatWasReadIsKnownToTheNextRun() throws IOException {
    withFile().save(saved);
    assertThat(later().find(status())).contains(DIGEST);
  }

  @Test
  void aFileOfTheSameSizeAndTimeThatWasWrittenMeanwhileIsAnotherOne() throws IOException {
    DigestCache digests = withFile();
    var time = Files.getLastModifiedTime(file);
    Files.writeString(file, "y");
    Files.setLastModifiedTime(file, time);
    assertThat(digests.find(status())).isEmpty();
  }

  @Test
  void aFileThatChangedJustNowMayChangeOnceMoreUnseen() throws IOException {
    DigestCache digests = DigestCache.open(saved, tree, Instant.now());
    digests.read(status(), DIGEST);
    assertThat(digests.find(status())).isEmpty();
  }

  @Test
  void aFileThatAProcessChangesInItsMemoryIsAlwaysReadAgain() throws Exception {
    String program =
        "import mmap,sys; f=open(sys.argv[1],'r+b'); m=mmap.mmap(f.fileno(),0);"
            + " print('ready',flush=True); sys.stdin.read()";
    Process process =
        new ProcessBuilder("python3", "-c", program, file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(process.inputReader().readLine()).isEqualTo("ready");
      Path real = file.toRealPath();
      try (LocalTree whole = LocalTree.at(Path.of("/"))) {
        FileStatus status = whole.status(TreePath.of(real.toString())).orElseThrow();
        DigestCache digests = DigestCache.open(saved, whole, Instant.now().plusSeconds(10));
        digests.read(status, DIGEST);
        assertThat(digests.find(status)).isEmpty();
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void onlyWhatWasAskedForIsKept() throws IOException {
    withFile().save(saved);
    DigestCache idle = later();
    idle.forgetUnused();
    idle.save(saved);
    assertThat(later().find(status())).isEmpty();
  }

  @Test
  void aDamagedOneKnowsNothing() throws IOException {
    withFile().save(saved);
    byte[] whole = Files.readAllBytes(saved);
    for (int at = 0; at < whole.length; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 1;
      Files.write(saved, flipped);
      assertThat(later().find(status())).as("byte %d", at).isEmpty();
    }
    for (int length = 0; length < whole.length; length++) {
      Files.write(saved, java.util.Arrays.copyOf(whole, length));
      assertThat(later().find(status())).as("cut at %d", length).isEmpty();
    }
  }

  @Test
  void whereItCannotBeSavedNothingIsLostButTime() throws IOException {
    withFile().save(folder.resolve("none/digests"));
    assertThat(later().find(status())).isEmpty();
  }

  @Test
  void anEmptyOneLearnsNothingOfWhatIsWritten() throws IOException {
    DigestCache digests = DigestCache.empty();
    digests.read(status(), DIGEST);
    assertThat(digests.find(status())).isEmpty();
  }
}
