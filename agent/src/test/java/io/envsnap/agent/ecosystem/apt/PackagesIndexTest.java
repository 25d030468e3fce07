package io.envsnap.agent.ecosystem.apt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.spec.lockfile.Artifact;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PackagesIndexTest {
  private static final String SHA = "0123456789abcdef".repeat(4);
  private static final String TEXT =
      """
      Package: bc
      Version: 1.07
      Architecture: amd64
      Filename: pool/main/b/bc/bc_1.07_amd64.deb
      Size: 109316
      SHA256: SHA

      Package: bcc
      Version: 0.16
      Filename: pool/x
      Description: Package: bc is something else
       Package: bc

      Package: jq
      Architecture: amd64
      Version: 1.6
      Filename: ./jq_1.6_amd64.deb
      """;

  private static final byte[] INDEX = TEXT.replace("SHA256: SHA", "SHA256: " + SHA).getBytes(UTF_8);

  private static List<Stanza> search(String... names) {
    List<Stanza> found = new ArrayList<>();
    PackagesIndex.search(INDEX, Set.of(names), (name, stanza) -> found.add(stanza));
    return found;
  }

  @Test
  void findsWantedPackagesOnly() {
    assertThat(search("bc", "jq")).extracting(s -> s.value("Package")).containsExactly("bc", "jq");
    assertThat(search("b")).isEmpty();
  }

  @Test
  void tellsFileAddressSizeAndDigest() {
    Artifact bc =
        PackagesIndex.artifact(search("bc").get(0), "https://archive.example/debian").orElseThrow();
    assertThat(bc.url())
        .contains("https://archive.example/debian/pool/main/b/bc/bc_1.07_amd64.deb");
    assertThat(bc.size()).hasValue(109_316);
    assertThat(bc.sha256().orElseThrow().hex()).isEqualTo(SHA);
  }

  @Test
  void aFlatRepositoryNamesFilesFromItsFolder() {
    Artifact jq =
        PackagesIndex.artifact(search("jq").get(0), "https://archive.example/apt/").orElseThrow();
    assertThat(jq.url()).contains("https://archive.example/apt/jq_1.6_amd64.deb");
    assertThat(jq.sha256()).isEmpty();
  }

  @Test
  void anotherVersionIsNotThePackage() {
    Stanza jq = search("jq").get(0);
    assertThat(PackagesIndex.offers(jq, Recorded.amd64("jq"), "1.6")).isTrue();
    assertThat(PackagesIndex.offers(jq, Recorded.amd64("jq"), "1.7")).isFalse();
  }

  @Test
  void aTargetTellsItsArchiveWithoutCredentials() {
    PackagesIndex.Target target =
        PackagesIndex.Target.parse(
                "/var/lib/apt/lists/x_Packages|https://u:p@archive.example/debian/|bookworm|main")
            .orElseThrow();
    assertThat(target.uri()).isEqualTo("https://archive.example/debian/");
    assertThat(target.origin()).isEqualTo("bookworm/main");
    assertThat(PackagesIndex.Target.parse("nonsense")).isEmpty();
  }
}
