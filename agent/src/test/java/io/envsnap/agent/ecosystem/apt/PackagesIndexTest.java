package io.envsnap.agent.ecosystem.apt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.spec.lockfile.Artifact;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
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

  private static List<Stanza> search(String... names) throws IOException {
    return search(new ByteArrayInputStream(INDEX), names);
  }

  private static List<Stanza> search(InputStream index, String... names) throws IOException {
    List<Stanza> found = new ArrayList<>();
    PackagesIndex.search(index, Set.of(names), (name, stanza) -> found.add(stanza));
    return found;
  }

  /** A stream that gives little at once. */
  private static InputStream slow(byte[] bytes, int most) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] target, int offset, int length) {
        return super.read(target, offset, Math.min(length, most));
      }
    };
  }

  @Test
  void findsTheSameHoweverTheFileComes() throws IOException {
    List<Stanza> whole = search("bc", "bcc", "jq");
    assertThat(whole).hasSize(3);
    for (int most = 1; most < 80; most++) {
      assertThat(search(slow(INDEX, most), "bc", "bcc", "jq"))
          .usingRecursiveFieldByFieldElementComparator()
          .isEqualTo(whole);
    }
  }

  @Test
  void findsWhatLiesBehindAVeryLongStanza() throws IOException {
    String text = "Package: long\nDescription: " + "x".repeat(900_000) + "\n\n" + TEXT;
    List<Stanza> found = search(slow(text.getBytes(UTF_8), 65_536), "long", "jq");
    assertThat(found).extracting(s -> s.value("Package")).containsExactly("long", "jq");
    assertThat(found.get(0).value("Description")).hasSize(900_000);
  }

  @Test
  void findsWantedPackagesOnly() throws IOException {
    assertThat(search("bc", "jq")).extracting(s -> s.value("Package")).containsExactly("bc", "jq");
    assertThat(search("b")).isEmpty();
  }

  @Test
  void tellsFileAddressSizeAndDigest() throws IOException {
    Artifact bc =
        PackagesIndex.artifact(search("bc").get(0), "https://archive.example/debian").orElseThrow();
    assertThat(bc.url())
        .contains("https://archive.example/debian/pool/main/b/bc/bc_1.07_amd64.deb");
    assertThat(bc.size()).hasValue(109_316);
    assertThat(bc.sha256().orElseThrow().hex()).isEqualTo(SHA);
  }

  @Test
  void aFlatRepositoryNamesFilesFromItsFolder() throws IOException {
    Artifact jq =
        PackagesIndex.artifact(search("jq").get(0), "https://archive.example/apt/").orElseThrow();
    assertThat(jq.url()).contains("https://archive.example/apt/jq_1.6_amd64.deb");
    assertThat(jq.sha256()).isEmpty();
  }

  @Test
  void anotherVersionIsNotThePackage() throws IOException {
    Stanza jq = search("jq").get(0);
    assertThat(PackagesIndex.offers(jq, Recorded.amd64("jq"), "1.6")).isTrue();
    assertThat(PackagesIndex.offers(jq, Recorded.amd64("jq"), "1.7")).isFalse();
  }

  @Test
  void aTargetTellsItsArchiveWithoutCredentials() throws IOException {
    PackagesIndex.Target target =
        PackagesIndex.Target.parse(
                "/var/lib/apt/lists/x_Packages|https://u:p@archive.example/debian/|bookworm|main")
            .orElseThrow();
    assertThat(target.uri()).isEqualTo("https://archive.example/debian/");
    assertThat(target.origin()).isEqualTo("bookworm/main");
    assertThat(PackagesIndex.Target.parse("nonsense")).isEmpty();
  }
}
