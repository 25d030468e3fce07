package io.envsnap.agent.ecosystem.git;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses with credentials and without. */
class UrlCredentialsTest {
  @ParameterizedTest
  @CsvSource({
    "https://user:pass@git.example/a.git, https://git.example/a.git",
    "https://t0ken@git.example:8443/a.git, https://git.example:8443/a.git",
    "https://user:p@ss@git.example/a.git, https://git.example/a.git",
    "https://t0ken:x-oauth-basic@git.example/a, https://git.example/a",
    "ssh://git@git.example/a.git, ssh://git@git.example/a.git",
    "ssh://git:pass@git.example/a.git, ssh://git.example/a.git",
    "git@git.example:a/b.git, git@git.example:a/b.git",
    "https://git.example/a@v1, https://git.example/a@v1",
    "/srv/git/a.git, /srv/git/a.git",
    "clone: from https://t0ken@git.example/a, clone: from https://git.example/a"
  })
  void loseTheirCredentialsOnly(String address, String clean) {
    assertThat(UrlCredentials.remove(address)).isEqualTo(clean);
  }
}
