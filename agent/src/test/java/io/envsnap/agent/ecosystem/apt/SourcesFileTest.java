package io.envsnap.agent.ecosystem.apt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourcesFileTest {
  private static SourcesFile parse(String name, String text) {
    return SourcesFile.parse(name, text.getBytes(UTF_8));
  }

  @Test
  void readsOneLineForm() {
    SourcesFile file =
        parse(
            "x.list",
            """
            # deb https://archive.example/old old main
            deb [arch=amd64 signed-by=/etc/apt/keyrings/a.gpg] https://archive.example/x stable main contrib
            deb-src https://archive.example/x stable main # trailing
            """);
    assertThat(file.types()).containsExactly("deb", "deb-src");
    assertThat(file.uris()).containsExactly("https://archive.example/x");
    assertThat(file.components()).containsExactly("main", "contrib");
    assertThat(file.signedBy()).containsExactly("/etc/apt/keyrings/a.gpg");
  }

  @Test
  void readsAFlatRepositoryWithoutComponents() {
    SourcesFile file = parse("x.list", "deb [trusted=yes] http://archive.example/apt ./\n");
    assertThat(file.suites()).containsExactly("./");
    assertThat(file.components()).isEmpty();
  }

  @Test
  void readsDeb822Form() {
    SourcesFile file =
        parse(
            "x.sources",
            """
            # a comment
            Types: deb
            URIs: https://archive.example/debian https://mirror.example/debian
            Suites: stable stable-updates
            Components: main
            Signed-By:
             -----BEGIN PGP PUBLIC KEY BLOCK-----
             .
             mQINB
             -----END PGP PUBLIC KEY BLOCK-----

            Enabled: no
            Types: deb
            URIs: https://off.example
            Suites: x
            """);
    assertThat(file.uris())
        .containsExactly("https://archive.example/debian", "https://mirror.example/debian");
    assertThat(file.suites()).containsExactly("stable", "stable-updates");
    assertThat(file.signedBy()).containsExactly("embedded");
  }

  @Test
  void noCredentialOfAnAddressIsKept() {
    String text =
        """
        deb [trusted=yes] https://user:s3cret@archive.example/x a b
        deb https://token@other.example:8443/y c
        """;
    byte[] bytes = text.getBytes(UTF_8);
    assertThat(new String(SourcesFile.withoutSecrets(bytes), UTF_8))
        .isEqualTo(
            """
            deb [trusted=yes] https://archive.example/x a b
            deb https://other.example:8443/y c
            """);
    assertThat(SourcesFile.hostsWithSecrets(bytes))
        .containsExactly("https://archive.example", "https://other.example:8443");
    assertThat(SourcesFile.parse("x.list", bytes).uris())
        .containsExactly("https://archive.example/x", "https://other.example:8443/y");
  }

  @Test
  void aPasswordMayHoldAnAtSign() {
    byte[] bytes = "deb https://user:p@ss@archive.example/x a b\n".getBytes(UTF_8);
    assertThat(new String(SourcesFile.withoutSecrets(bytes), UTF_8))
        .isEqualTo("deb https://archive.example/x a b\n");
  }

  @Test
  void leavesAFileWithoutCredentialsAsItIs() {
    byte[] bytes = "deb https://archive.example/@x a b\n".getBytes(UTF_8);
    assertThat(SourcesFile.withoutSecrets(bytes)).isEqualTo(bytes);
  }

  /** What apt 2.6 takes and refuses, tried with {@code apt-get indextargets}. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# deb broken",
        "deb http://archive.example/x stable main",
        "deb [ arch=amd64 signed-by=/a b=c ] http://archive.example/x stable main contrib # why",
        "deb http://archive.example/x ./",
        "deb cdrom:[Debian 12 DVD]/ bookworm main",
        "deb-src\thttp://archive.example/x\tstable\tmain"
      })
  void whatAptReadsIsNoProblem(String line) {
    assertThat(SourcesFile.problem("x.list", (line + "\n").getBytes(UTF_8))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "deb",
        "deb http://archive.example/x",
        "deb http://archive.example/x stable",
        "deb [arch=amd64 http://archive.example/x stable main",
        "rpm http://archive.example/x stable main",
        "<html>404</html>"
      })
  void oneLineThatAptCannotReadKeepsItFromAllOthers(String line) {
    byte[] file = ("deb http://archive.example/x stable main\n" + line + "\n").getBytes(UTF_8);
    assertThat(SourcesFile.problem("x.list", file)).contains("line 2 of it is no source");
  }

  @Test
  void aStanzaWithoutSuitesIsNoSourceEither() {
    byte[] file = "# why\nTypes: deb\nURIs: http://archive.example/x\n".getBytes(UTF_8);
    assertThat(SourcesFile.problem("x.sources", file)).contains("a stanza of it has no `Suites`");
  }
}
