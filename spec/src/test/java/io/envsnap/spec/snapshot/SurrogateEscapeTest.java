package io.envsnap.spec.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SurrogateEscapeTest {
  // What Python 3 says: bytes.fromhex(...).decode('utf-8', 'surrogateescape').
  @ParameterizedTest
  @CsvSource({
    "61, 0061",
    "c3a9, 00e9",
    "e9, dce9",
    "61e962, 0061 dce9 0062",
    "f09f9880, d83d de00",
    "c3, dcc3",
    "e282, dce2 dc82",
    "eda080, dced dca0 dc80",
    "c080, dcc0 dc80",
    "ff41c3a9, dcff 0041 00e9",
    "f4908080, dcf4 dc90 dc80 dc80",
  })
  void readsBytesAsPythonDoes(String hex, String units) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    StringBuilder expected = new StringBuilder();
    for (String unit : units.split(" ", -1)) {
      expected.append((char) Integer.parseInt(unit, 16));
    }

    String text = SurrogateEscape.decode(bytes);

    assertThat(text).isEqualTo(expected.toString());
    assertThat(SurrogateEscape.encode(text)).isEqualTo(bytes);
  }

  @Test
  void losesNoByteOfAnyName() {
    Random random = new Random(7);
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = new byte[random.nextInt(12)];
      random.nextBytes(bytes);
      assertThat(SurrogateEscape.encode(SurrogateEscape.decode(bytes))).isEqualTo(bytes);
    }
  }

  @Test
  void readsAPartOfABuffer() {
    byte[] bytes = "xxnaïvexx".getBytes(StandardCharsets.UTF_8);

    assertThat(SurrogateEscape.decode(bytes, 2, bytes.length - 2)).isEqualTo("naïve");
  }

  @Test
  void refusesASurrogateThatStandsForNoByte() {
    assertThatThrownBy(() -> SurrogateEscape.encode("a\ud800b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not a file name: U+d800 stands for no byte");
    assertThatThrownBy(() -> SurrogateEscape.encode("\udc41"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
