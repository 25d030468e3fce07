package io.envsnap.testkit.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CampaignTest {
  private static final List<Integer> CASES = IntStream.range(0, 200).boxed().toList();

  @Test
  void aTenthIsTheSameForTheSameSeedAndKeepsItsOrder() {
    Campaign tenth = new Campaign("kill", 7, false);
    assertThat(tenth.sample(CASES)).hasSize(20).isSorted().isEqualTo(tenth.sample(CASES));
    assertThat(tenth.sample(CASES)).isNotEqualTo(new Campaign("kill", 8, false).sample(CASES));
  }

  @Test
  void allOfItIsPlayedWhenAsked() {
    assertThat(new Campaign("kill", 7, true).sample(CASES)).isEqualTo(CASES);
    assertThat(new Campaign("kill", 7, true).count(200)).isEqualTo(200);
  }

  @Test
  void atLeastOneCaseIsPlayed() {
    assertThat(new Campaign("kill", 7, false).sample(List.of("only"))).containsExactly("only");
    assertThat(new Campaign("kill", 7, false).count(3)).isEqualTo(1);
  }
}
