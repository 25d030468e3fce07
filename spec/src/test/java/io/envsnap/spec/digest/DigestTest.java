package io.envsnap.spec.digest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
  /** FIPS 180-4's example of one block. */
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void saysTheSameAsTextAndAsBytes() {
    Digest digest = Digest.of("abc".getBytes(UTF_8));
    assertThat(digest.hex()).isEqualTo(ABC);
    assertThat(digest.bytes()).isEqualTo(HexFormat.of().parseHex(ABC));
    assertThat(digest).isEqualTo(new Digest(ABC)).isEqualTo(Digest.ofHash(digest.bytes()));
    assertThat(digest.hashCode()).isEqualTo(new Digest(ABC).hashCode());
    assertThat(digest).hasToString("sha256:" + ABC);
    assertThat(Digest.parse("sha256:" + ABC)).isEqualTo(digest);
    assertThat(digest.brief()).isEqualTo("ba7816bf8f01");
  }

  @Test
  void isInTheOrderOfItsDigits() {
    Random random = new Random(7);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      byte[] hash = new byte[32];
      random.nextBytes(hash);
      if (i % 2 == 1) {
        // The same in all words but one, with and without the sign bit.
        hash = HexFormat.of().parseHex(texts.get(i - 1));
        hash[random.nextInt(32)] ^= (byte) 0x80;
      }
      texts.add(HexFormat.of().formatHex(hash));
    }
    List<String> sorted = texts.stream().map(Digest::new).sorted().map(Digest::hex).toList();
    assertThat(sorted).isEqualTo(texts.stream().sorted().toList());
  }

  @Test
  void differsInEachOfItsBytes() {
    byte[] hash = new Digest(ABC).bytes();
    for (int at = 0; at < hash.length; at++) {
      byte[] other = hash.clone();
      other[at] ^= 1;
      assertThat(Digest.ofHash(other)).isNotEqualTo(new Digest(ABC));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ba7816bf",
        "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ag",
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad0",
      })
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> new Digest(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not a SHA-256: `" + text + "`");
  }

  @Test
  void aHashOfAnotherLengthIsRefused() {
    assertThatThrownBy(() -> Digest.ofHash(new byte[20]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not 20");
  }
}
