package io.envsnap.spec.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JournalLineTest {
  private static final ProcessKey PIP = new ProcessKey("0a1b2c3d", 42, 1000);

  private static JournalLine line(JournalLine.Phase phase, long ticks, String... fields) {
    return new JournalLine("pip", phase, PIP, 0, ticks, List.of(fields));
  }

  private static List<JournalLine> parse(String text) {
    return text.lines().map(JournalLine::parse).flatMap(Optional::stream).toList();
  }

  @Test
  void whatIsWrittenIsReadAgainTabsNewlinesAndBackslashesIncluded() {
    JournalLine strange = line(JournalLine.Phase.START, 7, "/a\tb\\n\n", "x" + JournalLine.WORDS);
    assertThat(parse(strange.text())).containsExactly(strange);
  }

  @Test
  void aTornRecordIsNoRecordAndDoesNotSpoilTheNext() {
    String whole = line(JournalLine.Phase.END, 9, "0").text();
    for (int cut = 0; cut < whole.length() - 2; cut++) {
      assertThat(parse(whole.substring(0, cut) + whole)).hasSize(1);
    }
    assertThat(parse("E1\tpip\tSTART\tzz\n\u0000\u0000\nnoise\n")).isEmpty();
  }

  @Test
  void recordsOfOneProcessAreOneStoryWhoeverWroteThem() {
    List<JournalLine> lines =
        Stream.of(
                line(
                    JournalLine.Phase.START,
                    1000,
                    "/content",
                    "pip" + JournalLine.WORDS + "install"),
                line(JournalLine.Phase.START, 1001, "/other", "later"),
                line(JournalLine.Phase.USED, 1002, "/content/requirements.txt", "ab"),
                line(
                    JournalLine.Phase.ITEM,
                    1400,
                    "six",
                    "1.16.0",
                    "https://a.example/six.whl",
                    "cd",
                    "index",
                    "https://a.example/simple"),
                line(JournalLine.Phase.END, 1500, "1"))
            .toList();
    Told told = Told.of(lines).get(0);
    assertThat(told.words()).containsExactly("pip", "install");
    assertThat(told.folder()).isEqualTo("/content");
    assertThat(told.exit()).isEqualTo(1);
    assertThat(told.end()).isEqualTo(1500);
    assertThat(told.used()).containsExactly(new UsedFile("/content/requirements.txt", "ab"));
    assertThat(told.origins().get(0).attributes())
        .containsEntry("index", "https://a.example/simple");
  }

  @Test
  void anEndWithoutABeginningAndABeginningWithoutAnEndAreBothUnderstood() {
    assertThat(Told.of(List.of(line(JournalLine.Phase.END, 9, "0")))).isEmpty();
    Told cut = Told.of(List.of(line(JournalLine.Phase.START, 9, "/", "pip"))).get(0);
    assertThat(cut.exit()).isEqualTo(-1);
    assertThat(cut.end()).isEqualTo(-1);
  }
}
