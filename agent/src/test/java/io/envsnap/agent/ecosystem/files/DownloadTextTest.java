package io.envsnap.agent.ecosystem.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadTextTest {
  private static final String URL = "https://files.example/models/v1/model.bin";

  private static String address(String text, String file) {
    return DownloadText.of(text.getBytes(StandardCharsets.UTF_8)).addressOf(file).orElse("");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wget -q https://files.example/models/v1/model.bin",
        "!wget https://files.example/models/v1/model.bin -P /content/models",
        ": 1700000000:0;curl -LO https://files.example/models/v1/model.bin && ls",
        "- cmd: aria2c -x 8 'https://files.example/models/v1/model.bin'",
        "    \"!curl -L https://files.example/models/v1/model.bin > model.bin\\n\",",
        "urlretrieve(\"https://files.example/models/v1/model.bin\", \"model.bin\")",
        "See [the weights](https://files.example/models/v1/model.bin)."
      })
  void anAddressThatEndsInTheFilesNameIsItsAddress(String line) {
    assertThat(address(line + "\n", "model.bin")).isEqualTo(URL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wget -O /content/big.bin https://files.example/get/42?x=1",
        "curl -L https://files.example/get/42?x=1 -o big.bin",
        "curl https://files.example/get/42?x=1 > data/big.bin",
        "wget https://files.example/get/42?x=1 \\\n   -O big.bin",
        "\"!wget https://files.example/get/42?x=1 \\\\\\n\",\n    \"  -O big.bin\""
      })
  void aLineWithOneAddressThatNamesTheFileIsItsAddress(String line) {
    assertThat(address(line + "\n", "big.bin")).isEqualTo("https://files.example/get/42?x=1");
  }

  @Test
  void nothingIsGuessedFromOtherLines() {
    String text =
        """
        wget https://files.example/other.bin
        wget https://files.example/a https://files.example/b; ls my-model.bin
        ls model.bin
        wget https://files.example/big.bin.md5
        cp model.bin.old x; wget https://files.example/c
        """;
    assertThat(address(text, "model.bin")).isEmpty();
    assertThat(address(text, "big.bin")).isEmpty();
  }

  @Test
  void theLastAddressCounts() {
    assertThat(address("wget https://a.example/m.bin\nwget https://b.example/m.bin\n", "m.bin"))
        .isEqualTo("https://b.example/m.bin");
  }

  @Test
  void namesInAddressesMayBeEscaped() {
    assertThat(address("wget https://a.example/my%20model+1.bin?download=true", "my model+1.bin"))
        .isEqualTo("https://a.example/my%20model+1.bin?download=true");
  }

  @Test
  void textsAreFoundInASmallDatabaseToo() {
    String page = "SQLite format 3\0\u0010\0!wget " + URL + "\u0003\u0017!ls";
    assertThat(address(page, "model.bin")).isEqualTo(URL);
  }
}
