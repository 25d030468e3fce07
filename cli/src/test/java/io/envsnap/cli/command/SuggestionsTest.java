package io.envsnap.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionsTest {
  private static final List<String> COMMANDS =
      List.of("record", "restore", "status", "log", "stop", "list", "show", "verify", "doctor");

  @ParameterizedTest
  @CsvSource({
    "recrod, record", "recor, record", "reccord, record", "resotre, restore", "docter, doctor",
    "lst, list", "verfy, verify", "statsu, status", "rec, record", "lgo, log"
  })
  void aSlipFindsTheCommandThatWasMeant(String typed, String meant) {
    assertThat(Suggestions.of(typed, COMMANDS)).containsExactly(meant);
  }

  @Test
  void whatIsFarFromEverythingFindsNothing() {
    assertThat(Suggestions.of("kubernetes", COMMANDS)).isEmpty();
    assertThat(Suggestions.of("x", COMMANDS)).isEmpty();
    assertThat(Suggestions.of("", COMMANDS)).isEmpty();
  }

  @Test
  void aLetterFindsTheOptionThatBeginsWithIt() {
    assertThat(Suggestions.of("-s", List.of("--store", "--name", "-q"))).containsExactly("--store");
    assertThat(Suggestions.of("--dry", List.of("--dry-run", "--name")))
        .containsExactly("--dry-run");
  }

  @Test
  void twoThatAreEquallyCloseAreBothNamed() {
    assertThat(Suggestions.of("--lime", List.of("--line", "--live"))).hasSize(2);
  }
}
