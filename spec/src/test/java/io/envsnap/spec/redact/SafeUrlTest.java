package io.envsnap.spec.redact;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.spec.lockfile.Need;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeUrlTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "same",
      value = {
        "https://user:pass@git.example/a.git | https://git.example/a.git | https://git.example",
        "https://s3cr3t@git.example:8443/a | https://git.example:8443/a | https://git.example:8443",
        "https://user:p@ss@git.example/a | https://git.example/a | https://git.example",
        "https://user:p/ss@git.example/a | https://git.example/a | https://git.example",
        "https://user:@git.example/a | https://git.example/a | https://git.example",
        "git+https://user:pw@git.example/a@v1#egg=a | git+https://git.example/a@v1#egg=a |"
            + " https://git.example",
        "git+ssh://git:pw@git.example/a | git+ssh://git@git.example/a | ssh://git.example",
        "postgres://me:pw@db.example/x | postgres://db.example/x | postgres://db.example",
        "https://a.example/x?token=abc | https://a.example/x | https://a.example",
        "https://a.example/x?a=1&sig=abc&b=2#f | https://a.example/x?a=1&b=2#f | https://a.example",
        "https://s3.example/x?X-Amz-Credential=a&X-Amz-Signature=b | https://s3.example/x |"
            + " https://s3.example"
      })
  void losesItsSecretAndKeepsWhereItLeads(String address, String text, String site) {
    SafeUrl url = SafeUrl.of(address);
    assertThat(url.text()).isEqualTo(text);
    assertThat(url).hasToString(text);
    assertThat(url.site()).isEqualTo(site);
    assertThat(url.hadSecret()).isTrue();
    assertThat(url.need("git /content/a"))
        .hasValueSatisfying(need -> assertThat(need.need()).isEqualTo(site));
    assertThat(SafeUrl.of(text).hadSecret()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://git.example/a.git | https://git.example",
        "git@git.example:org/repo.git | ssh://git.example",
        "git.example:org/repo.git | ssh://git.example",
        "ssh://git@git.example:2222/a | ssh://git.example:2222",
        "https://git@git.example/a.git | https://git.example",
        "https://{token}@git.example/a | https://git.example",
        "/content/repo | ''",
        "../repo | ''",
        "https://[2001:db8::1]:8443/a | https://[2001:db8::1]:8443",
        "https://a.example/x@1.0/y?format=json | https://a.example",
        "file:///content/a | ''"
      })
  void staysAsItIsWithoutASecret(String address, String site) {
    SafeUrl url = SafeUrl.of(address);
    assertThat(url.text()).isEqualTo(address);
    assertThat(url.site()).isEqualTo(site);
    assertThat(url.hadSecret()).isFalse();
    assertThat(url.need("x")).isEmpty();
  }

  @Test
  void findsTokensInPathsAndInWhatAQueryKeeps() {
    String token = Samples.BY_VARIABLE.get("HF_TOKEN").get(0);
    assertThat(SafeUrl.of("https://a.example/" + token + "/simple").text())
        .isEqualTo("https://a.example/{{secret:HF_TOKEN}}/simple");
    assertThat(SafeUrl.of("https://a.example/?q=" + token + "&token=x").text())
        .isEqualTo("https://a.example/?q={{secret:HF_TOKEN}}");
  }

  @Test
  void saysWhatIsNeeded() {
    assertThat(SafeUrl.of("https://abc@git.example/a").need("git /content/a"))
        .contains(
            new Need(
                "https://git.example",
                "git /content/a",
                "`~/.netrc`, or a credential helper of git"));
  }
}
