package io.envsnap.agent.ecosystem.apt;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.process.CommandResult;
import io.envsnap.agent.process.CommandRunner;
import io.envsnap.agent.tree.LocalTree;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.journal.Origin;
import io.envsnap.spec.journal.ProcessKey;
import io.envsnap.spec.journal.Told;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebFilesTest {
  private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");

  @TempDir private Path folder;
  private final List<String> read = new ArrayList<>();

  private final CommandRunner dpkg =
      command -> {
        read.add(new String(command.input(), StandardCharsets.UTF_8));
        String said = "Package: jq\nVersion: 1:1.6\nArchitecture: all\n";
        return new CommandResult(0, said.getBytes(StandardCharsets.UTF_8), "");
      };

  @Test
  void aPackageFileIsKnownByWhatItSaysAndByItsDigest() throws IOException {
    byte[] bytes = "a package".getBytes(StandardCharsets.UTF_8);
    Files.createDirectories(folder.resolve("tmp"));
    Files.write(folder.resolve("tmp/any.deb"), bytes);
    assertThat(origins(LATER, "dpkg", "-i", "./any.deb", "gone.deb"))
        .containsExactly(
            new Origin(
                "jq",
                "1:1.6",
                "file:///tmp/any.deb",
                Digest.of(bytes).hex(),
                new TreeMap<>(Map.of("into", "all", "size", "9"))));
    assertThat(read).containsExactly("a package");
  }

  @Test
  void aFileThatWasChangedAfterwardsIsNotWhatWasInstalled() throws IOException {
    Files.createDirectories(folder.resolve("tmp"));
    Files.write(folder.resolve("tmp/any.deb"), new byte[9]);
    assertThat(origins(Instant.EPOCH, "dpkg", "-i", "/tmp/any.deb")).isEmpty();
  }

  private List<Origin> origins(Instant at, String... words) throws IOException {
    ProcessKey key = new ProcessKey("b00", 7, 100);
    Told told =
        new Told("dpkg", key, 0, "/tmp", List.of(words), -1, -1, List.of(), List.of(), List.of());
    try (LocalTree tree = LocalTree.at(folder)) {
      return new DebFiles(tree, dpkg).of(told, at);
    }
  }
}
