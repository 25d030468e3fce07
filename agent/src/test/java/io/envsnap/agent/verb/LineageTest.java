package io.envsnap.agent.verb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envsnap.spec.digest.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineageTest {
  private static final Digest FIRST = Digest.of(new byte[] {1});
  private static final Digest SECOND = Digest.of(new byte[] {2});

  @TempDir private Path folder;

  @Test
  void aNewMachineDescendsFromNothing() throws IOException {
    assertThat(Lineage.read(folder.resolve("lineage.json")).of("dir:/s", "main")).isEmpty();
  }

  @Test
  void remembersTheLastRefOfEachStoreAndName() throws IOException {
    Path file = folder.resolve("state/lineage.json");
    Lineage.read(file).write(file, "dir:/s", "main", FIRST);
    Lineage.read(file).write(file, "dir:/t", "main", FIRST);
    Lineage.read(file).write(file, "dir:/s", "main", SECOND);
    Lineage lineage = Lineage.read(file);
    assertThat(lineage.of("dir:/s", "main")).contains(SECOND);
    assertThat(lineage.of("dir:/t", "main")).contains(FIRST);
    assertThat(lineage.of("dir:/s", "other")).isEmpty();
  }

  @Test
  void saysWhichFileItCannotRead() throws IOException {
    Path file = folder.resolve("lineage.json");
    Files.writeString(file, "{\"dir:/s main\": \"no digest\"}");
    assertThatThrownBy(() -> Lineage.read(file)).hasMessageContaining(file.toString());
  }

  @Test
  void aRefThatWasIntendedCountsUntilAnotherIsNoted() throws IOException {
    Path file = folder.resolve("state/lineage.json");
    Lineage.read(file).write(file, "dir:/s", "main", FIRST);
    Lineage.read(file).intend(file, "dir:/s", "main", SECOND);
    assertThat(Lineage.read(file).descends("dir:/s", "main", FIRST)).isTrue();
    assertThat(Lineage.read(file).descends("dir:/s", "main", SECOND)).isTrue();
    assertThat(Lineage.read(file).descends("dir:/s", "other", SECOND)).isFalse();
    Lineage.read(file).write(file, "dir:/s", "main", SECOND);
    assertThat(Lineage.read(file).descends("dir:/s", "main", FIRST)).isFalse();
    assertThat(Lineage.read(file).descends("dir:/s", "main", SECOND)).isTrue();
  }
}
