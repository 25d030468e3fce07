package io.envsnap.spec.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SensitiveNameTest {
  private static final Pattern BETWEEN = Pattern.compile("[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])");

  @Test
  void wordsAreWhatLiesBetweenSignsAndHumps() {
    assertThat(SensitiveName.words("my-clientSecret_2"))
        .containsExactly("my", "client", "secret", "2");
    assertThat(SensitiveName.words("AWSAccessKey")).containsExactly("awsaccess", "key");
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder name = new StringBuilder();
      for (int length = random.nextInt(10); length > 0; length--) {
        name.append("abAB01_-.é".charAt(random.nextInt(10)));
      }
      List<String> words =
          BETWEEN
              .splitAsStream(name)
              .filter(word -> !word.isEmpty())
              .map(word -> word.toLowerCase(Locale.ROOT))
              .toList();
      assertThat(SensitiveName.words(name.toString())).as(name.toString()).isEqualTo(words);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HF_TOKEN",
        "--api-key",
        "clientSecret",
        "PGPASSWORD",
        "wandb.key",
        "pat",
        "token_b64"
      })
  void namesOfSecretsAreTold(String name) {
    assertThat(SensitiveName.matches(name)).isTrue();
    assertThat(SensitiveName.mayBe("x=" + name + "=", 2, 2 + name.length())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "tokenizer", "max_tokens", "keyring", "--token-file", "path", "author"})
  void namesThatOnlyLookSoAreNot(String name) {
    assertThat(SensitiveName.matches(name)).isFalse();
  }

  @Test
  void onlyTheStretchItselfCounts() {
    assertThat(SensitiveName.mayBe("token=1", 1, 5)).isFalse();
    assertThat(SensitiveName.mayBe("token=1", 0, 4)).isFalse();
    assertThat(SensitiveName.mayBe("token=1", 0, 5)).isTrue();
  }
}
