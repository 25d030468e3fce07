package io.envsnap.spec.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lines that hooks really write, by sed and by Python, are in {@code FirstWriteTest}. */
class FirstWrittenTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "git clone https://{{address}}@git.example:8443/a.git | git clone"
            + " https://git.example:8443/a.git | https://git.example:8443",
        "pip install git+https://{{address}}@git.example/a@v1 | pip install"
            + " git+https://git.example/a@v1 | https://git.example",
        "pip -i https://a.example/s --extra-index-url=https://{{address}}@b.example/s | pip -i"
            + " https://a.example/s --extra-index-url=https://b.example/s | https://b.example",
        "curl https://a.example/x?y=1&token={{address}}&z=2 | curl https://a.example/x?y=1&z=2"
            + " | https://a.example",
        "curl https://a.example/x?token={{address}}&z=2 | curl https://a.example/x?z=2"
            + " | https://a.example",
        "curl https://a.example/x?sig={{address}} | curl https://a.example/x | https://a.example",
        "pip --api-key {{secret:OPTION}} x | pip --api-key {{secret:API_KEY}} x | API_KEY",
        "pip --password={{secret:OPTION}} | pip --password={{secret:PASSWORD}} | PASSWORD",
        "env MY_TOKEN={{secret:VALUE}} x | env MY_TOKEN={{secret:MY_TOKEN}} x | MY_TOKEN",
        "x --a {{secret:HF_TOKEN}} | x --a {{secret:HF_TOKEN}} | Hugging Face token",
        "x {{secret:PRIVATE_KEY}} | x {{secret:PRIVATE_KEY}} | private key"
      })
  void whatAHookPutInAPlaceTellsWhatWasThere(String written, String told, String need) {
    RedactedWords read = FirstWritten.read(List.of(written.split(" ")));
    assertThat(String.join(" ", read.words())).isEqualTo(told);
    assertThat(read.found()).extracting(Finding::need).containsExactly(need);
  }

  @Test
  void anAddressWithTwoSecretsLosesBoth() {
    RedactedWords read =
        FirstWritten.read(
            List.of(
                "https://{{address}}@a.example/x?key={{address}}&b=https://{{address}}@c.example/"));
    assertThat(read.words()).containsExactly("https://a.example/x?b=https://c.example/");
    assertThat(read.found())
        .extracting(Finding::need)
        .containsExactly("https://a.example", "https://c.example");
  }

  @Test
  void wordsWithoutSecretsStayAsTheyAre() {
    List<String> words = List.of("pip", "install", "a==1.0", "https://a.example/?x=1#egg=b", "");
    assertThat(FirstWritten.read(words)).isEqualTo(new RedactedWords(words, List.of()));
  }
}
