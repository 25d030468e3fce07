package io.envsnap.agent.ecosystem.pip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PipCheckTextTest {
  /** In the words of pip 23. */
  private static final List<String> SAID =
      List.of(
          "pandas 2.1.0 requires numpy, which is not installed.",
          "app 1.0 has requirement Lib_Two<2,>=1; python_version < \"3.13\", but you have lib-two"
              + " 2.0.",
          "other 3 requires elsewhere, which is not installed.",
          "No broken requirements found.");

  @Test
  void whoeverLacksSomethingIsFound() {
    assertThat(PipCheckText.lacking(SAID, Set.of("numpy", "lib-two")))
        .containsExactlyInAnyOrder("pandas==2.1.0", "app==1.0");
  }

  @Test
  void whatIsLackedBesideIsNotMended() {
    assertThat(PipCheckText.lacking(SAID, Set.of("six"))).isEmpty();
  }
}
