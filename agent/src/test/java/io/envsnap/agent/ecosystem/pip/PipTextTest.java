package io.envsnap.agent.ecosystem.pip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.envsnap.spec.codec.FormatException;
import io.envsnap.spec.snapshot.TreePath;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What pip and uv write beside the packages they install. */
class PipTextTest {
  private static final TreePath SITE = TreePath.of("/usr/local/lib/python3.11/dist-packages");

  @Test
  void aRecordNamesThePathsOfADistribution() {
    List<String> lines =
        List.of(
            "../../../bin/f2py,sha256=kSNq0sTQ,239",
            "numpy/__init__.py,sha256=AbCd,22",
            "\"odd, name/\"\"quoted\"\".py\",sha256=x,1",
            "numpy-1.26.4.dist-info/RECORD,,",
            "");
    assertThat(RecordText.parse(lines))
        .containsExactly(
            "../../../bin/f2py",
            "numpy/__init__.py",
            "odd, name/\"quoted\".py",
            "numpy-1.26.4.dist-info/RECORD");
  }

  @Test
  void aPathOfARecordIsFoundFromItsSiteFolder() {
    assertThat(RecordText.resolve(SITE, "../../../bin/f2py"))
        .contains(TreePath.of("/usr/local/bin/f2py"));
    assertThat(RecordText.resolve(SITE, "/etc/jupyter/x.json"))
        .contains(TreePath.of("/etc/jupyter/x.json"));
    assertThat(RecordText.resolve(SITE, "./a//b.py")).contains(SITE.child("a").child("b.py"));
  }

  @Test
  void aPathThatLeadsAboveTheRootIsNobodys() {
    assertThat(RecordText.resolve(SITE, "../../../../../../etc/passwd")).isEmpty();
    assertThat(RecordText.resolve(SITE, "a\0b")).isEmpty();
  }

  @Test
  void onlyTheHeadOfMetadataCountsAndTheFirstOfEachName() {
    MetadataText head =
        MetadataText.parse(
            List.of(
                "Metadata-Version: 2.1",
                "name: Flask-RESTful",
                "Version: 0.3.10",
                "Classifier: one",
                "Classifier: two",
                "        Version: in a folded line",
                "",
                "Version: 9 in the description"));
    assertThat(head.get("Name")).isEqualTo("Flask-RESTful");
    assertThat(head.get("Version")).isEqualTo("0.3.10");
    assertThat(head.get("Classifier")).isEqualTo("one");
    assertThat(head.get("Home-page")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "\r",
        "a",
        "a\n",
        "a\nb",
        "a\r\nb\r\n",
        "a\n\nb",
        "a\r\n\r\nb",
        "a\r\rb",
        "a\n\rb",
        "a\r\n\nb",
        "\na\n",
        "a: \u00e9\n\nb",
        "a\n \nb"
      })
  void theHeadEndsAtTheFirstEmptyLineWhateverEndsLines(String text) {
    assertThat(MetadataText.head(text.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(text.lines().takeWhile(line -> !line.isEmpty()).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "Flask, flask",
    "zope.interface, zope-interface",
    "ruamel_yaml, ruamel-yaml",
    "a-_.b, a-b"
  })
  void namesHaveOneSpelling(String name, String normal) {
    assertThat(ProjectName.normal(name)).isEqualTo(normal);
  }

  @Test
  void anArchiveTellsItsAddressAndDigest() throws FormatException {
    DirectUrl direct =
        DirectUrl.parse(
            """
            {"archive_info": {"hash": "sha256=2dc6024f", "hashes": {"sha256": "2dc6024f"}},
             "url": "https://user:secret@files.example/a-1+cu118-py3-none-any.whl"}\
            """
                .getBytes(UTF_8));
    assertThat(direct.sha256()).isEqualTo("2dc6024f");
    assertThat(direct.safe())
        .doesNotContain("secret")
        .endsWith("files.example/a-1+cu118-py3-none-any.whl");
    assertThat(direct.vcs()).isEmpty();
  }

  @Test
  void aCheckoutTellsItsCommitAndWhetherItIsEditable() throws FormatException {
    DirectUrl vcs =
        DirectUrl.parse(
            """
            {"url": "https://git.example/a.git",
             "vcs_info": {"commit_id": "4f42225e", "requested_revision": "main", "vcs": "git"}}\
            """
                .getBytes(UTF_8));
    assertThat(vcs.vcs()).isEqualTo("git");
    assertThat(vcs.commit()).isEqualTo("4f42225e");
    assertThat(vcs.editable()).isFalse();
    DirectUrl editable =
        DirectUrl.parse(
            "{\"dir_info\": {\"editable\": true}, \"url\": \"file:///content/a\"}".getBytes(UTF_8));
    assertThat(editable.editable()).isTrue();
  }

  @Test
  void aDirectUrlThatIsNoJsonIsRefused() {
    assertThatThrownBy(() -> DirectUrl.parse("[1]".getBytes(UTF_8)))
        .isInstanceOf(FormatException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "/usr/local/lib/python3.11/dist-packages, /usr/local",
    "/root/.local/lib/python3.11/site-packages, /root/.local",
    "/content/venv/lib64/python3.12/site-packages, /content/venv",
    "/content/libs, /content/libs",
    "/opt/app/site-packages, /opt/app/site-packages"
  })
  void anUninstallStaysBelowThePrefix(String site, String prefix) {
    assertThat(Prefixes.of(TreePath.of(site))).isEqualTo(TreePath.of(prefix));
  }

  @ParameterizedTest
  @CsvSource({
    "2.35, 2.36, true",
    "2.36, 2.36, false",
    "2.9, 2.36, true",
    "2.40, 2.36, false",
    "'', 2.36, false"
  })
  void versionsOfTheCLibraryAreComparedByNumber(String here, String there, boolean older) {
    assertThat(Eligible.isOlder(here, there)).isEqualTo(older);
  }
}
