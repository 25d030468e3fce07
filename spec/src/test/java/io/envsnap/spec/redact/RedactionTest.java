package io.envsnap.spec.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class RedactionTest {
  static final List<String> HARMLESS = Samples.HARMLESS;

  @Test
  void knowsTheTokensOfTheProvidersByThemselves() {
    Samples.BY_VARIABLE.forEach(
        (variable, tokens) -> {
          for (String token : tokens) {
            Redacted redacted = Redaction.ofText("run \"" + token + "\" now");
            assertThat(redacted.text())
                .as(token)
                .isEqualTo("run \"{{secret:" + variable + "}}\" now");
            assertThat(redacted.found()).hasSize(1);
            assertThat(Redaction.ofText("x%3A" + token + "%40").text()).doesNotContain(token);
          }
        });
  }

  @ParameterizedTest
  @FieldSource("HARMLESS")
  void leavesAloneWhatOnlyLooksLikeASecret(String text) {
    assertThat(Redaction.ofText(text).text()).isEqualTo(text);
    assertThat(Redaction.ofArguments(List.of(text.split(" "))).words())
        .containsExactly(text.split(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "HF_TOKEN=abc pip install x | HF_TOKEN={{secret:HF_TOKEN}} pip install x",
        "export DB_PASSWORD='a b' | export DB_PASSWORD='{{secret:DB_PASSWORD}}'",
        "run --password=abc --user me | run --password={{secret:PASSWORD}} --user me",
        "run --api-key abc | run --api-key {{secret:API_KEY}}",
        "curl -H \"Authorization: Bearer abc\" | curl -H \"Authorization: Bearer"
            + " {{secret:AUTHORIZATION}}\"",
        "curl -H 'X-Api-Key: a1b2c3' | curl -H 'X-Api-Key: {{secret:X_API_KEY}}'",
        "curl -u me:abc https://a.example | curl -u me:{{secret:PASSWORD}} https://a.example",
        "machine a.example login me password abc | machine a.example login me password"
            + " {{secret:NETRC}}",
        "{\"client_secret\": \"a1b2\"} | {\"client_secret\": \"{{secret:CLIENT_SECRET}}\"}",
        "git clone https://abc@git.example/a | git clone https://git.example/a",
        "index-url = https://me:abc@pypi.example/simple | index-url = https://pypi.example/simple",
        "deb https://me:abc@apt.example/x stable main | deb https://apt.example/x stable main",
        "//npm.example/:_authToken=a1b2 | //npm.example/:_authToken={{secret:AUTH_TOKEN}}"
      })
  void replacesSecretsByTheirContext(String before, String after) {
    Redacted redacted = Redaction.ofText(before);
    assertThat(redacted.text()).isEqualTo(after);
    assertThat(redacted.found()).isNotEmpty();
    assertThat(redacted.found()).noneMatch(found -> found.toString().contains("abc"));
  }

  @Test
  void takesOutWholePrivateKeysEvenCutOff() {
    String body = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7\n".repeat(20);
    String key = "-----BEGIN " + "PRIVATE KEY-----\n" + body;
    assertThat(Redaction.ofText("a\n" + key + "-----END " + "PRIVATE KEY-----\nb").text())
        .isEqualTo("a\n{{secret:PRIVATE_KEY}}\nb");
    assertThat(Redaction.ofText("a\n" + key).text()).isEqualTo("a\n{{secret:PRIVATE_KEY}}");
  }

  @Test
  void redactsArgumentVectorsWordByWord() {
    assertThat(words("pip", "install", "-i", "https://a:b@pypi.example/simple", "keras"))
        .containsExactly("pip", "install", "-i", "https://pypi.example/simple", "keras");
    assertThat(words("env", "A=1", "/usr/bin/curl", "-u", "me:pw word", "https://a.example"))
        .containsExactly(
            "env", "A=1", "/usr/bin/curl", "-u", "me:{{secret:PASSWORD}}", "https://a.example");
    assertThat(words("hf", "auth", "login", "--token", "x y"))
        .containsExactly("hf", "auth", "login", "--token", "{{secret:TOKEN}}");
    assertThat(words("wandb", "login", "3f786850e387550fdab836ed7e6dc881de23001b"))
        .containsExactly("wandb", "login", "{{secret:WANDB_API_KEY}}");
    assertThat(words("docker", "login", "-u", "me", "-p", "pw"))
        .containsExactly("docker", "login", "-u", "me", "-p", "{{secret:PASSWORD}}");
    assertThat(words("docker", "run", "-p", "8080:80", "x"))
        .containsExactly("docker", "run", "-p", "8080:80", "x");
    assertThat(words("mysql", "-pword", "-u", "me"))
        .containsExactly("mysql", "-p{{secret:PASSWORD}}", "-u", "me");
    assertThat(words("git", "-c", "http.extraheader=AUTHORIZATION: basic dXNlcjpwYXNz", "clone"))
        .containsExactly(
            "git", "-c", "http.extraheader=AUTHORIZATION: basic {{secret:AUTHORIZATION}}", "clone");
    assertThat(words("bash", "-c", "export HF_TOKEN=abc; python train.py"))
        .containsExactly("bash", "-c", "export HF_TOKEN={{secret:HF_TOKEN}}; python train.py");
    assertThat(words("train", "--token", "--verbose"))
        .containsExactly("train", "--token", "--verbose");
  }

  private static List<String> words(String... words) {
    return Redaction.ofArguments(List.of(words)).words();
  }

  @Test
  void leavesWhatItRedactedAsItIs() {
    Samples.BY_VARIABLE
        .values()
        .forEach(
            tokens ->
                tokens.forEach(
                    token -> {
                      String text =
                          "A_TOKEN=" + token + " --password " + token + " https://" + token + "@a";
                      String once = Redaction.ofText(text).text();
                      assertThat(once).doesNotContain(token);
                      assertThat(Redaction.ofText(once).changed()).isFalse();
                    }));
  }

  @Test
  void staysFastOnWhatWasMadeToBeSlow() {
    List<String> slow =
        List.of(
            "a".repeat(1 << 20),
            "eyJ".repeat(300_000),
            "https://".repeat(100_000),
            "://@".repeat(200_000),
            "TOKEN=".repeat(150_000),
            "--token ".repeat(100_000),
            "curl ".repeat(150_000),
            "wandb login key ".repeat(50_000),
            "-----BEGIN PRIVATE KEY-----".repeat(30_000),
            "machine a login b ".repeat(40_000),
            "'username':".repeat(60_000),
            "?token=a&".repeat(80_000));
    for (String text : slow) {
      Assertions.assertTimeoutPreemptively(
          Duration.ofSeconds(20), () -> Redaction.ofText(text).text(), () -> text.substring(0, 20));
    }
  }

  @Test
  void neverFailsOnAnyText() {
    Random random = new Random(5);
    List<String> pieces =
        List.of(
            "://",
            "@",
            ":",
            "=",
            "?",
            "&",
            "#",
            "[",
            "]",
            "token",
            "HF_TOKEN",
            "\"",
            "'",
            " ",
            "\n",
            "-",
            "https",
            "user",
            "pw1",
            "--password",
            "{{secret:A}}",
            "Authorization",
            "Bearer",
            "\udc80",
            "é");
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int k = random.nextInt(14); k >= 0; k--) {
        text.append(pieces.get(random.nextInt(pieces.size())));
      }
      Redacted once = Redaction.ofText(text.toString());
      assertThat(once.changed() || once.text().contentEquals(text)).isTrue();
      SafeUrl.of(text.toString()).site();
    }
  }
}
