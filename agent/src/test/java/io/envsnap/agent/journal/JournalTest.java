package io.envsnap.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envsnap.spec.journal.JournalLine;
import io.envsnap.spec.journal.ProcessKey;
import io.envsnap.spec.journal.Told;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private static final ProcessKey KEY = new ProcessKey("b00", 7, 1);

  @TempDir private Path folder;
  private Journal journal = new Journal(Path.of("/"));

  @BeforeEach
  void open() throws IOException {
    journal = new Journal(folder.resolve("journal"));
    journal.open();
  }

  @Test
  void onlyItsOwnerMayReadIt() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(journal.folder())))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(journal.lines())))
        .isEqualTo("rw-------");
  }

  @Test
  void aTornRecordIsNoneAndTheNextOneIsWhole() throws IOException {
    journal.append(line(1));
    String torn = line(2).text();
    Files.writeString(
        journal.lines(), torn.substring(0, torn.length() - 4), StandardOpenOption.APPEND);
    journal.append(line(3));
    assertThat(journal.read()).containsExactly(line(1), line(3));
  }

  @Test
  void aFullJournalIsPutAsideOnceAndNothingIsLostMeanwhile() throws IOException {
    journal.append(line(1));
    Files.write(
        journal.lines(),
        "\n".repeat((int) Journal.LIMIT).getBytes(StandardCharsets.US_ASCII),
        StandardOpenOption.APPEND);
    journal.rotate();
    assertThat(Files.size(journal.lines())).isZero();
    journal.append(line(2));
    assertThat(journal.read()).containsExactly(line(1), line(2));
    journal.rotate();
    assertThat(journal.read()).containsExactly(line(1), line(2));
  }

  @Test
  void whatWasAppendedSinceIsReadAlone() throws IOException {
    journal.append(line(1));
    long size = journal.size();
    assertThat(journal.since(size)).isEmpty();
    journal.append(line(2));
    assertThat(journal.since(size)).containsExactly(line(2));
    assertThat(journal.since(0)).containsExactly(line(1), line(2));
    assertThat(journal.since(1 << 20)).containsExactly(line(1), line(2));
  }

  @Test
  void whatAHookPutInThePlaceOfASecretIsReadAsANeed() throws IOException {
    String words = "git\u001fclone\u001fhttps://{{address}}@git.example/a.git";
    Files.writeString(
        journal.lines(),
        new JournalLine("git", JournalLine.Phase.START, KEY, 0, 2, List.of("/", words)).text());
    assertThat(journal.read())
        .extracting(JournalLine::phase)
        .containsExactly(JournalLine.Phase.START, JournalLine.Phase.NEED);
    assertThat(journal.read().get(0).words())
        .containsExactly("git", "clone", "https://git.example/a.git");
    assertThat(journal.read().get(1).field(0)).isEqualTo("https://git.example");
    assertThat(Told.of(journal.read())).hasSize(1);
  }

  @Test
  void aLinkInItsPlaceIsNeitherReadNorWritten() throws IOException {
    Path victim = Files.writeString(folder.resolve("victim"), line(1).text());
    Files.delete(journal.lines());
    Files.createSymbolicLink(journal.lines(), victim);
    assertThat(journal.isOpen()).isFalse();
    assertThatThrownBy(() -> journal.append(line(2))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> journal.read()).isInstanceOf(IOException.class);
    assertThat(Files.readString(victim)).isEqualTo(line(1).text());
  }

  private static JournalLine line(long pid) {
    return new JournalLine(
        "pip",
        JournalLine.Phase.START,
        new ProcessKey("b00", pid, 1),
        0,
        2,
        List.of("/content", "pip\u001finstall"));
  }
}
