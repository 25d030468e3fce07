package io.envsnap.agent.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentFolderTest {
  private static final Instant MOMENT = Instant.parse("2026-11-23T10:00:01.5Z");

  @TempDir private Path folder;

  @Test
  void theLogIsBoundedAndKeepsWholeLinesOfLate() throws IOException {
    AgentFolder agent = new AgentFolder(folder);
    String sentence = "not saved: error: " + "é".repeat(300);
    for (int i = 0; i < 3000; i++) {
      agent.say(MOMENT.plusSeconds(i), sentence + i);
      assertThat(Files.size(agent.log())).isLessThan(AgentFolder.LOG_LIMIT + 1000);
    }
    List<String> lines = Files.readAllLines(agent.log());
    assertThat(lines).hasSizeGreaterThan(100);
    int first = 3000 - lines.size();
    for (int i = 0; i < lines.size(); i++) {
      assertThat(lines.get(i))
          .isEqualTo(
              "%s %s%d",
              Instant.parse("2026-11-23T10:00:01Z").plusSeconds(first + i), sentence, first + i);
    }
  }

  @Test
  void whatIsNotSavedIsKnownSinceWhen() throws IOException {
    AgentFolder agent = new AgentFolder(folder);
    assertThat(agent.unsavedSince()).isEmpty();
    agent.noteUnsaved(MOMENT);
    assertThat(agent.unsavedSince()).contains("2026-11-23T10:00:01Z");
    agent.noteSaved();
    assertThat(agent.unsavedSince()).isEmpty();
  }
}
