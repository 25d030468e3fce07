package io.envsnap.agent.ecosystem;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.spec.digest.Digest;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** It has what was added, and keeps what was asked for. */
class DigestSetTest {
  private static final int MANY = 5000;

  private static Digest digest(int number) {
    return Digest.of(ByteBuffer.allocate(Integer.BYTES).putInt(number).flip());
  }

  /** One that differs from another in its last bits alone. */
  private static Digest alike(int number) {
    return Digest.ofWords(1, 2, 3, number);
  }

  @Test
  void itHasWhatWasAddedAndNothingElse() {
    DigestSet set = new DigestSet(0);
    Set<Digest> expected = new HashSet<>();
    Random random = new Random(3);
    for (int n = 0; n < 2 * MANY; n++) {
      int number = random.nextInt(MANY);
      Digest digest = number % 50 == 0 ? alike(number) : digest(number);
      if (n % 2 == 0) {
        assertThat(set.add(digest)).isEqualTo(expected.add(digest));
      } else {
        assertThat(set.has(digest)).isEqualTo(expected.contains(digest));
      }
    }
    assertThat(set.wanted()).isEqualTo(expected.size());
    assertThat(set.isWanted()).isTrue();
  }

  @Test
  void whatNobodyAskedForIsNotPut() {
    DigestSet first = new DigestSet(0);
    for (int n = 0; n < MANY; n++) {
      first.add(digest(n));
    }
    ByteBuffer saved = ByteBuffer.allocate(MANY * DigestSet.ROW);
    first.putWanted(saved);
    assertThat(saved.hasRemaining()).isFalse();
    DigestSet second = DigestSet.of(saved.flip());
    assertThat(second.isWanted()).isFalse();
    for (int n = 0; n < MANY; n += 2) {
      assertThat(second.has(digest(n))).isTrue();
      assertThat(second.has(digest(n))).isTrue();
    }
    assertThat(second.add(digest(MANY + 1))).isTrue();
    assertThat(second.wanted()).isEqualTo(MANY / 2 + 1);
    ByteBuffer again = ByteBuffer.allocate((MANY / 2 + 1) * DigestSet.ROW);
    second.putWanted(again);
    DigestSet third = DigestSet.of(again.flip());
    assertThat(third.has(digest(MANY - 2))).isTrue();
    assertThat(third.has(digest(MANY - 1))).isFalse();
    assertThat(third.has(digest(MANY + 1))).isTrue();
  }
}
