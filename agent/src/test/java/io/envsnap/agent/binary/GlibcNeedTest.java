package io.envsnap.agent.binary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GlibcNeedTest {
  private static final Path JAVA = Path.of(System.getProperty("java.home"));

  @TempDir private Path folder;

  /** What binutils says of the same file. */
  private static int readelf(Path file) throws Exception {
    Process process =
        new ProcessBuilder("readelf", "-V", file.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    Matcher names =
        Pattern.compile("Name: GLIBC_2\\.([0-9]+)")
            .matcher(new String(process.getInputStream().readAllBytes(), UTF_8));
    int newest = 0;
    while (names.find()) {
      newest = Math.max(newest, Integer.parseInt(names.group(1)));
    }
    assertThat(process.waitFor()).isZero();
    return newest;
  }

  @Test
  void theNewestVersionIsTheOneThatReadelfShows() throws Exception {
    for (String name : List.of("lib/server/libjvm.so", "lib/libnio.so", "lib/libzip.so")) {
      Path file = JAVA.resolve(name);
      assertThat(GlibcNeed.of(file)).as(name).isEqualTo(readelf(file)).isGreaterThan(1);
    }
  }

  @Test
  void whatIsNoElfFileNeedsNone() throws Exception {
    assertThat(GlibcNeed.of(Files.writeString(folder.resolve("text"), "GLIBC_2.99"))).isZero();
    assertThat(GlibcNeed.of(Files.write(folder.resolve("empty"), new byte[0]))).isZero();
  }

  @Test
  void aFileThatIsCutShortEnds() throws Exception {
    byte[] whole = Files.readAllBytes(JAVA.resolve("lib/libnio.so"));
    for (int length = 0; length < whole.length; length += 997) {
      Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, length));
      assertThat(GlibcNeed.of(cut)).isBetween(0, 99);
    }
  }
}
