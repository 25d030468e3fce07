package io.envsnap.agent.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.ecosystem.pip.PipEcosystem;
import io.envsnap.spec.journal.JournalLine;
import io.envsnap.spec.journal.Told;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartedProgramTest {
  private final UntoldPrograms programs = new UntoldPrograms(List.of(new PipEcosystem()));

  @Test
  void aProgramThatWasSeenIsToldWithoutSecrets() {
    String words = "uv\0pip\0install\0--index-url\0https://user:s3cret@a.example/simple\0x\0";
    String settings =
        "UV_INDEX=mine=https://t0ken@b.example/simple https://c.example/\0HOME=/root\0PATH=/bin";
    StartedProgram seen = programs.parse(line("uv", words, settings)).orElseThrow();
    List<JournalLine> written = seen.lines("b00", 30);
    assertThat(written)
        .extracting(JournalLine::text)
        .noneMatch(text -> text.contains("s3cret") || text.contains("t0ken"));
    assertThat(written)
        .filteredOn(line -> line.phase() == JournalLine.Phase.NEED)
        .extracting(line -> line.field(0))
        .containsExactly("https://a.example", "https://b.example");
    Told told = Told.of(written).get(0);
    assertThat(told.words())
        .containsExactly("uv", "pip", "install", "--index-url", "https://a.example/simple", "x");
    assertThat(told.settings())
        .containsOnlyKeys("HOME", "UV_INDEX")
        .containsEntry("UV_INDEX", "https://b.example/simple https://c.example/");
    assertThat(told.key().start()).isEqualTo(20);
  }

  @Test
  void whatOnlyLooksIsNotTold() {
    assertThat(programs.parse(line("uv", "uv\0pip\0list\0", ""))).isEmpty();
    assertThat(programs.parse("7 1 20")).isEmpty();
  }

  private static String line(String name, String words, String settings) {
    return "7 1 20 0 " + hex(name) + " " + hex(words) + " " + hex("/content") + " " + hex(settings);
  }

  private static String hex(String text) {
    return "x" + HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }
}
