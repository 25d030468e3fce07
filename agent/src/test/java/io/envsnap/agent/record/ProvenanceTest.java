package io.envsnap.agent.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.agent.journal.Boot;
import io.envsnap.spec.digest.Digest;
import io.envsnap.spec.journal.Origin;
import io.envsnap.spec.journal.ProcessKey;
import io.envsnap.spec.journal.Told;
import io.envsnap.spec.lockfile.Artifact;
import io.envsnap.spec.lockfile.EcosystemId;
import io.envsnap.spec.lockfile.Entry;
import io.envsnap.spec.lockfile.EntryKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ProvenanceTest {
  private static final String SHA = "ab".repeat(32);
  private static final String OTHER = "cd".repeat(32);
  private static final String SITE = "/usr/local/lib/python3.11/dist-packages";
  private static final String VENV = "/content/env/lib/python3.11/site-packages";

  @Test
  void twoEnvironmentsWithOnePackageEachKeepTheirOwnOrigin() {
    Told one = told("pip", origin("https://a.example/al-1.0-py3-none-any.whl", SHA, SITE));
    Told two = told("pip", origin("https://b.example/al-1.0-py3-none-any.whl", OTHER, VENV));
    List<Entry> found = described(List.of(one, two), entry("pip", SITE), entry("pip", VENV));
    assertThat(found.get(0).artifacts().get(0).url())
        .contains("https://a.example/al-1.0-py3-none-any.whl");
    assertThat(found.get(1).artifacts().get(0).sha256()).contains(new Digest(OTHER));
  }

  @Test
  void aLocalSdistKeepsItsDigestAndItsPath() {
    Told told = told("pip", origin("file:///content/al-1.0.tar.gz", SHA, SITE));
    Entry found = described(List.of(told), entry("pip", SITE)).get(0);
    assertThat(found.attribute("built")).isEqualTo("here");
    assertThat(found.attribute("from")).isEqualTo("/content/al-1.0.tar.gz");
    assertThat(found.artifacts())
        .containsExactly(
            new Artifact(
                "al-1.0.tar.gz",
                Optional.empty(),
                Optional.of(new Digest(SHA)),
                OptionalLong.empty()));
    assertThat(found.attribute("untold")).isEmpty();
  }

  @Test
  void aPackageFileKeepsItsDigestAndTheAddressOfItsDownload() {
    Origin origin =
        origin("file:///tmp/al.deb", SHA, "amd64").downloadedFrom("https://a.example/al.deb");
    Entry found = described(List.of(told("dpkg", origin)), entry("apt", "amd64")).get(0);
    assertThat(found.attribute("from")).isEqualTo("/tmp/al.deb");
    assertThat(found.artifacts().get(0).url()).contains("https://a.example/al.deb");
    assertThat(found.artifacts().get(0).sha256()).contains(new Digest(SHA));
    assertThat(described(List.of(told("dpkg", origin)), entry("apt", "i386")).get(0))
        .extracting(entry -> entry.attribute("from"))
        .isEqualTo("");
  }

  @Test
  void whatNobodyToldIsNamed() {
    Entry unknown = described(List.of(), entry("pip", SITE)).get(0);
    assertThat(unknown.attribute("untold")).isEqualTo("index url sha256");
    assertThat(unknown.attribute("by")).isEqualTo("unknown");
    assertThat(described(List.of(), entry("apt", "amd64")).get(0).attribute("untold"))
        .isEqualTo("source url sha256");
    Told noHash = told("pip", origin("https://a.example/al-1.0-py3-none-any.whl", "", SITE));
    assertThat(described(List.of(noHash), entry("pip", SITE)).get(0).attribute("untold"))
        .isEqualTo("index sha256");
  }

  @Test
  void aFolderOrACommitLacksNothing() {
    Entry folder =
        new Entry(
            entry("pip", SITE).key(),
            "1.0",
            true,
            List.of(),
            new TreeMap<>(Map.of("direct", "file:///content/src")));
    assertThat(described(List.of(), folder).get(0).attribute("untold")).isEmpty();
  }

  private static List<Entry> described(List<Told> told, Entry... entries) {
    SessionStory story = new SessionStory(told, List.of(), new Boot("b00", Map.of()), true);
    return new Provenance(story, List.of()).addTo(List.of(entries));
  }

  private static Entry entry(String ecosystem, String scope) {
    EntryKey key = new EntryKey(new EcosystemId(ecosystem), "packages", scope, "al");
    return new Entry(key, "1.0", true, List.of(), new TreeMap<>());
  }

  private static Origin origin(String url, String sha256, String into) {
    return new Origin("al", "1.0", url, sha256, new TreeMap<>(Map.of("into", into)));
  }

  private static Told told(String by, Origin origin) {
    ProcessKey key = new ProcessKey("b00", 7, 100);
    return new Told(by, key, 0, "/", List.of(), 110, 0, List.of(origin), List.of(), List.of());
  }
}
