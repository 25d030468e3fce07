package io.envsnap.spec.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
  private static final int LIMIT = 1 << 20;

  private static JsonValue parse(String text) throws FormatException {
    return JsonText.parse(text.getBytes(UTF_8), LIMIT);
  }

  @Test
  void readsADirectUrl() throws FormatException {
    JsonValue.Fields fields =
        parse(
                """
                {"url": "https://git.example/a.git", "dir_info": {"editable": true},
                 "vcs_info": {"vcs": "git", "commit_id": "abc", "requested_revision": null}, "n": 12}
                """)
            .asFields();
    assertThat(fields.require("url").asText()).isEqualTo("https://git.example/a.git");
    assertThat(fields.require("n").asLong()).isEqualTo(12);
    assertThat(fields.require("dir_info").asFields().require("editable").asFlag()).isTrue();
    JsonValue.Fields vcs = fields.require("vcs_info").asFields();
    assertThat(vcs.find("requested_revision")).isEmpty();
    assertThat(vcs.find("subdirectory")).isEmpty();
  }

  @Test
  void writesTheSameBytesForEqualValuesAndReadsThemBack() throws FormatException {
    JsonValue value =
        JsonValue.of(
            new TreeMap<>(
                Map.of(
                    "text", JsonValue.of("ä\"\\\n\u0000\udc80😀"),
                    "list", JsonValue.of(List.of(JsonValue.of(true), new JsonValue.Nothing())),
                    "fraction", JsonValue.of(new BigDecimal("0.10")),
                    "ü", JsonValue.of(Long.MIN_VALUE))));
    byte[] bytes = JsonText.write(value);
    assertThat(bytes)
        .asString(UTF_8)
        .isEqualTo(
            "{\"fraction\":0.10,\"list\":[true,null],"
                + "\"text\":\"\\u00E4\\\"\\\\\\n\\u0000\\uDC80\\uD83D\\uDE00\","
                + "\"\\u00FC\":-9223372036854775808}\n");
    assertThat(JsonText.parse(bytes, LIMIT)).isEqualTo(value);
  }

  @Test
  void saysWhatItExpectedAndWhatItFound() throws FormatException {
    JsonValue.Fields fields = parse("{\"a\": [1.5]}").asFields();
    assertThatThrownBy(() -> fields.require("b"))
        .isInstanceOf(FormatException.class)
        .hasMessage("`JSON` is broken: it has no `b`");
    assertThatThrownBy(() -> fields.require("a").asText())
        .hasMessage("`JSON` is broken: expected a text but found a list");
    assertThatThrownBy(() -> fields.require("a").asItems().values().get(0).asLong())
        .hasMessage("`JSON` is broken: a number in it is not whole or too large");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1,]",
        "{'a':1}",
        "{\"a\":1,\"a\":2}",
        "1 2",
        "nul",
        "NaN",
        "\"\\x\"",
        "\"\n\"",
        "// a\n1",
        "\ufeff1",
        "\0001",
        "1\0000",
        "01",
        "[1",
        "{\"a\"}",
        "1e",
        "\"\\ud8\""
      })
  void refusesWhatIsNotStrictJson(String text) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(FormatException.class);
  }

  @Test
  void refusesMoreThanItsLimits() {
    assertThatThrownBy(() -> JsonText.parse("[1,2]".getBytes(UTF_8), 4))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("larger than 4 bytes");
    assertThatThrownBy(() -> parse("[".repeat(100_000))).isInstanceOf(FormatException.class);
    assertThatThrownBy(() -> parse("1".repeat(100_000))).isInstanceOf(FormatException.class);
    assertThatThrownBy(() -> JsonText.parse(new byte[] {'"', (byte) 0xff, '"'}, LIMIT))
        .hasMessageContaining("byte 1 is not UTF-8");
  }

  @Test
  void namesThePlaceOfTheMistake() {
    assertThatThrownBy(() -> parse("{\n  \"a\": tru\n}"))
        .isInstanceOfSatisfying(FormatException.class, e -> assertThat(e.line()).hasValue(2))
        .hasMessageContaining("line 2");
  }
}
