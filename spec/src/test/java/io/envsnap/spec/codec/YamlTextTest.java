package io.envsnap.spec.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTextTest {
  private static String written(String text) {
    StringBuilder out = new StringBuilder();
    YamlText.append(text, out);
    return out.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "graphviz", "2.42.2-7", "2.36-9+deb12u13", "1.26.4+cu118", "/usr/bin/python3", "Tesla T4",
        "debian 12", "g++", "libstdc++6", "python3.11", "cp312-cp312-manylinux_2_28_x86_64", "a=b"
      })
  void leavesPlainWhatNobodyMisreads(String text) {
    assertThat(written(text)).isEqualTo(text.contains("=") ? "\"" + text + "\"" : text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "1", "1.10", "1.2.3", "0x1F", "1e3", "1.5e-3", "12:30", "2026-11-23", "no", "Y", "NULL",
            "~",
        "nan", ".5", "+1", "-a", "a: b", "a #b", "a ", " a", "a  b", "[a", "deadbeef1", "1:2.3-4",
            "ü"
      })
  void quotesWhatSomeReaderWouldTakeForSomethingElse(String text) {
    assertThat(written(text)).isEqualTo("\"" + text + "\"");
  }

  @Test
  void escapesWhatCannotStandInADocument() {
    assertThat(written("\"\\\n\t\u0007\u0085\u2028\u202e\ufeff\udc80"))
        .isEqualTo("\"\\\"\\\\\\n\\t\\x07\\x85\\u2028\\u202e\\ufeff\\udc80\"");
    assertThat(written("😀é")).isEqualTo("\"😀é\"");
  }

  @Test
  void cutsWhatMessagesQuote() {
    assertThat(Quoted.of("a\u001b`b")).isEqualTo("`a??b`");
    assertThat(Quoted.of("x".repeat(100))).hasSize(63).endsWith("…`");
  }
}
