package io.envsnap.agent.ecosystem.apt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AlternativeGroupTest {
  private static final AlternativeGroup EDITOR =
      AlternativeGroup.parse("editor", Recorded.lines("session/editor")).orElseThrow();

  @Test
  void readsARealGroup() {
    assertThat(EDITOR.manual()).isTrue();
    assertThat(EDITOR.link()).isEqualTo("/usr/bin/editor");
    assertThat(EDITOR.slaves())
        .hasSize(9)
        .containsEntry("editor.1.gz", "/usr/share/man/man1/editor.1.gz");
    assertThat(EDITOR.choices().get("/usr/bin/vim.tiny").priority()).isEqualTo(15);
  }

  @Test
  void writesItAsItWas() {
    assertThat(EDITOR.lines()).isEqualTo(Recorded.lines("session/editor"));
  }

  @Test
  void asksForTheChoiceWithItsSlaves() {
    AlternativeGroup nano =
        AlternativeGroup.parse("editor", Recorded.lines("other/editor")).orElseThrow();
    assertThat(nano.install(nano.choices().get("/bin/nano")))
        .containsExactly(
            "update-alternatives",
            "--quiet",
            "--install",
            "/usr/bin/editor",
            "editor",
            "/bin/nano",
            "40",
            "--slave",
            "/usr/share/man/man1/editor.1.gz",
            "editor.1.gz",
            "/usr/share/man/man1/nano.1.gz");
  }

  @Test
  void aChoiceNeedNotHaveEverySlave() {
    List<String> lines =
        List.of("auto", "/usr/bin/x", "x.1", "/man/x.1", "", "/opt/x", "5", "", "");
    AlternativeGroup group = AlternativeGroup.parse("x", lines).orElseThrow();
    assertThat(group.choices().get("/opt/x").slaves()).isEmpty();
    assertThat(group.lines()).isEqualTo(lines);
  }

  @Test
  void refusesWhatCouldBeAnOptionOrLeadElsewhere() {
    List<String> sound = List.of("auto", "/usr/bin/x", "", "/opt/x", "5", "");
    assertThat(AlternativeGroup.parse("x", sound)).isPresent();
    assertThat(AlternativeGroup.parse("--admindir", sound)).isEmpty();
    assertThat(AlternativeGroup.parse("../x", sound)).isEmpty();
    assertThat(AlternativeGroup.parse("x", List.of("auto", "/usr/../etc/x", "", ""))).isEmpty();
    assertThat(AlternativeGroup.parse("x", List.of("auto", "/usr/bin/x", "", "x", "5", "")))
        .isEmpty();
    assertThat(AlternativeGroup.parse("x", List.of("auto", "/usr/bin/x", "", "/x", "--force", "")))
        .isEmpty();
  }

  @Test
  void refusesAGroupThatIsCutOff() {
    assertThat(AlternativeGroup.parse("x", List.of("auto"))).isEmpty();
    assertThat(AlternativeGroup.parse("x", List.of("auto", "/b", "s", "/m", "", "/opt/x", "5")))
        .isEmpty();
  }
}
