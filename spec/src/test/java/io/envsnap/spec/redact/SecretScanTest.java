package io.envsnap.spec.redact;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretScanTest {
  static final List<String> HARMLESS = Samples.HARMLESS;

  private static final String TOKEN = Samples.BY_VARIABLE.get("HF_TOKEN").get(0);

  private static String cleaned(String text) {
    SecretScan.Outcome outcome = SecretScan.find(text.getBytes(UTF_8));
    assertThat(outcome).as(text).isInstanceOf(SecretScan.Cleaned.class);
    return new String(((SecretScan.Cleaned) outcome).bytes(), UTF_8);
  }

  @Test
  void cleansAScriptAndLeavesItsOtherBytes() {
    String script = "# caché ✓\nlogin(token=\"" + TOKEN + "\")\r\nmodel.fit()\n";
    assertThat(cleaned(script))
        .isEqualTo("# caché ✓\nlogin(token=\"{{secret:HF_TOKEN}}\")\r\nmodel.fit()\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "os.environ[\"WANDB_API_KEY\"] = \"3f786850e387550fdab836ed7e6dc881de23001b\"",
        "wandb.login(key='3f786850e387550fdab836ed7e6dc881de23001b')",
        "{\"username\":\"someone\",\"key\":\"3f786850e387550fdab836ed7e6dc881\"}",
        "%env SERVICE_TOKEN=q8W2eR5tY7uI9oP1aS3d",
        "  \"os.environ[\\\"MY_TOKEN\\\"] = \\\"q8W2eR5tY7uI9oP1aS3d\\\"\\n\",",
        "api_key = 'q8W2eR5tY7uI9oP1aS3d'",
        "headers = {'Authorization': 'Bearer q8W2eR5tY7uI9oP1aS3d'}",
        "AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMIK7MDENGbPxRfiCYq8W2eR5tY7uI"
      })
  void findsKeysByTheirNeighbours(String line) {
    assertThat(cleaned("import x\n" + line + "\n")).contains("{{secret:").startsWith("import x\n");
  }

  @ParameterizedTest
  @FieldSource("HARMLESS")
  void leavesAloneWhatOnlyLooksLikeASecret(String text) {
    assertThat(SecretScan.find(text.getBytes(UTF_8))).isInstanceOf(SecretScan.Clean.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password = input()",
        "token = tokenizer.next_token()",
        "def login(token: str = None, password=\"\"):",
        "auth_token = os.environ['AUTH_TOKEN']",
        "API_KEY = \"YOUR_API_KEY_HERE_12345\"",
        "secret = \"correct horse battery staple\"",
        "headers = {'Authorization': f'Bearer {token}'}",
        "tokens = tokenizer('a1b2c3d4e5f6g7h8')",
        "https://user:password@host.example/",
        "'AWS::IAM::AccessKey': '62d91b17309e76c8'",
        "request_token = '4752b573-40a6-4eac-a8a4-a72058761219'",
        "self.pad_token_id: int = 50256"
      })
  void leavesCodeAloneThatOnlyHandlesSecrets(String line) {
    assertThat(SecretScan.find(line.getBytes(UTF_8))).isInstanceOf(SecretScan.Clean.class);
  }

  @Test
  void isStricterWithSettings() {
    byte[] settings = "DB_PASSWORD=hunter2\nDB_HOST=db.example\n".getBytes(UTF_8);
    assertThat(SecretScan.find(settings)).isInstanceOf(SecretScan.Clean.class);
    SecretScan.Outcome outcome = SecretScan.findInSettings(settings);
    assertThat(((SecretScan.Cleaned) outcome).bytes())
        .asString(UTF_8)
        .isEqualTo("DB_PASSWORD={{secret:DB_PASSWORD}}\nDB_HOST=db.example\n");
    assertThat(outcome.found())
        .containsExactly(new Finding("DB_PASSWORD", "the environment variable `DB_PASSWORD`"));
  }

  @Test
  void keepsAPipConfUsable() {
    byte[] settings = "[global]\nindex-url = https://me:pw@pypi.example/simple\n".getBytes(UTF_8);
    SecretScan.Outcome outcome = SecretScan.findInSettings(settings);
    assertThat(((SecretScan.Cleaned) outcome).bytes())
        .asString(UTF_8)
        .isEqualTo("[global]\nindex-url = https://pypi.example/simple\n");
    assertThat(outcome.found()).extracting(Finding::need).containsExactly("https://pypi.example");
  }

  @Test
  void withholdsPrivateKeys() {
    String body = "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAAB\n".repeat(8);
    String begin = "-----BEGIN ";
    for (String text :
        List.of(
            begin + "OPENSSH PRIVATE KEY-----\n" + body + "-----END OPENSSH PRIVATE KEY-----\n",
            begin + "RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES\n\n" + body,
            begin + "PGP PRIVATE KEY BLOCK-----\nVersion: GnuPG v2\n\n" + body,
            "{\"type\": \"service_account\", \"private_key\": \""
                + (begin + "PRIVATE KEY-----\\n" + body.replace("\n", "\\n") + "\"}"))) {
      assertThat(SecretScan.find(text.getBytes(UTF_8)))
          .as(text)
          .isEqualTo(new SecretScan.Withheld(List.of(KeyBlocks.FINDING)));
    }
  }

  @Test
  void withholdsWhatItCannotChange() {
    byte[] compiled = ("\0\0\0" + TOKEN + "\0").getBytes(ISO_8859_1);
    assertThat(SecretScan.find(compiled)).isInstanceOf(SecretScan.Withheld.class);
    assertThat(SecretScan.find(("x = '" + TOKEN + "'").getBytes(UTF_16)))
        .isInstanceOf(SecretScan.Withheld.class);
    assertThat(SecretScan.find(new byte[5000])).isInstanceOf(SecretScan.Clean.class);
  }

  @Test
  void doesNotLookAtData() {
    byte[] data = new byte[SecretScan.LIMIT + 1];
    assertThat(SecretScan.find(data)).isInstanceOf(SecretScan.Clean.class);
  }
}
