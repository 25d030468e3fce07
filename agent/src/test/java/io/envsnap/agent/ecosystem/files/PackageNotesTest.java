package io.envsnap.agent.ecosystem.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Notes as the programs really wrote them, but for their hosts. */
class PackageNotesTest {
  /** npm 11.19, {@code npm install is-odd@3.0.1 @types/node@20.1.0}, shortened. */
  private static final String NPM =
      """
      {
        "name": "app",
        "version": "1.0.0",
        "lockfileVersion": 3,
        "requires": true,
        "packages": {
          "node_modules/@types/node": {
            "version": "20.1.0",
            "resolved": "https://me:s3cret@npm.example/@types/node/-/node-20.1.0.tgz",
            "integrity": "sha512-O+z53uwx64xY7D6roOi4+jApDGFg0qn6WHcxe5QeqjMaTezBO/mxdfFXIVAVVyNWKx84OmPB3L8kbVYOTeN34A==",
            "license": "MIT"
          },
          "node_modules/is-odd": {
            "version": "3.0.1",
            "license": "MIT",
            "dependencies": {
              "is-number": "^6.0.0"
            }
          },
          "node_modules/is-odd/node_modules/is-number": {
            "version": "6.0.0"
          },
          "node_modules/linked": {
            "resolved": "../linked",
            "link": true
          }
        }
      }
      """;

  /** R 4.2.2, of Debian's r-cran-jsonlite, shortened. */
  private static final String DESCRIPTION =
      """
      Package: jsonlite
      Version: 1.8.4
      Title: A Simple and Robust JSON Parser and Generator for R
      Authors@R: c(
          person("Jeroen", "Ooms", role = c("aut", "cre")))
      Description: A reasonably fast JSON parser and generator, optimized for statistical
          data and the web.
          Version: not this one.
      Packaged: 2022-12-05 23:21:23 UTC; jeroen
      Repository: CRAN
      Date/Publication: 2022-12-06 08:10:02 UTC
      Built: R 4.2.2; x86_64-pc-linux-gnu; 'Fri, 09 Dec 2022 11:32:41 +0100'; unix
      """;

  /** conda 4.13, shortened. */
  private static final String CONDA =
      """
      {
        "build": "ha287fd2_1",
        "channel": "https://conda.example/conda-forge/linux-64",
        "features": "",
        "files": [
          "include/zlib.h",
          "lib/libz.a"
        ],
        "fn": "zlib-1.2.12-ha287fd2_1.tar.bz2",
        "name": "zlib",
        "requested_spec": "None",
        "size": 78874,
        "timestamp": 1655243903784,
        "url": "https://conda.example/t/tk-aaaa/conda-forge/linux-64/zlib-1.2.12-ha287fd2_1.tar.bz2",
        "version": "1.2.12"
      }
      """;

  /** cargo 1.95, {@code cargo install rustfilt}, and the form of a crate of git. */
  private static final String CRATES =
      """
      [v1]
      "rustfilt 0.2.1 (registry+https://index.example/crates.io-index)" = ["rustfilt"]
      "two 1.0.0 (git+https://git.example/two?rev=1#0123abc)" = ["one", "two"]
      """;

  private static List<String> spoken(List<NotedPackage> packages) {
    return packages.stream().map(NotedPackage::spoken).toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void npmNamesEachPackageOfAFolderWithoutCredentials() {
    assertThat(spoken(PackageNotes.npmTree(bytes(NPM))))
        .containsExactlyInAnyOrder(
            "npm @types/node 20.1.0 https://npm.example/@types/node/-/node-20.1.0.tgz",
            "npm is-odd 3.0.1",
            "npm is-number 6.0.0");
  }

  @Test
  void npmNamesAPackageByItself() {
    assertThat(
            spoken(
                PackageNotes.npmPackage(
                    bytes(
                        "{\"name\": \"semver\", \"version\": \"7.6.3\", \"main\": \"index.js\"}"))))
        .containsExactly("npm semver 7.6.3");
  }

  @Test
  void anInstalledPackageOfRSaysWhereItIsFrom() {
    assertThat(spoken(PackageNotes.rPackage(bytes(DESCRIPTION))))
        .containsExactly("R jsonlite 1.8.4 CRAN");
    assertThat(
            spoken(
                PackageNotes.rPackage(
                    bytes(
                        DESCRIPTION
                            + "RemoteUrl: https://git.example/jsonlite\nRemoteSha: 0123abc\n"))))
        .containsExactly("R jsonlite 1.8.4 https://git.example/jsonlite 0123abc");
    assertThat(PackageNotes.rPackage(bytes(DESCRIPTION.replace("Built:", "Not:")))).isEmpty();
  }

  @Test
  void condaNamesAPackageAndItsFiles() {
    List<NotedPackage> found = PackageNotes.condaPackage(bytes(CONDA));
    assertThat(found).hasSize(1);
    assertThat(found.get(0).name()).isEqualTo("zlib");
    assertThat(found.get(0).version()).isEqualTo("1.2.12");
    assertThat(found.get(0).files()).containsExactly("include/zlib.h", "lib/libz.a");
  }

  @Test
  void cargoNamesCratesAndTheirPrograms() {
    List<NotedPackage> found = PackageNotes.crates(bytes(CRATES));
    assertThat(spoken(found))
        .containsExactly(
            "cargo rustfilt 0.2.1 registry+https://index.example/crates.io-index",
            "cargo two 1.0.0 git+https://git.example/two?rev=1#0123abc");
    assertThat(found.get(1).files()).containsExactly("bin/one", "bin/two");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[1]",
        "{\"packages\": [], \"name\": 1, \"version\": {}}",
        "{\"name\": \"a\"}",
        "Package: a",
        "[v1]\n\"a\" = 1"
      })
  void whatIsNoNoteTellsNothing(String text) {
    assertThat(PackageNotes.npmTree(bytes(text))).isEmpty();
    assertThat(PackageNotes.npmPackage(bytes(text))).isEmpty();
    assertThat(PackageNotes.rPackage(bytes(text))).isEmpty();
    assertThat(PackageNotes.condaPackage(bytes(text))).isEmpty();
    assertThat(PackageNotes.crates(bytes(text))).isEmpty();
  }

  @Test
  void whatSomebodyWroteByHandCannotCommandATerminal() {
    String name = "{\"name\": \"a\\u001b[31m,\\nb\", \"version\": \"" + "1".repeat(9999) + "\"}";
    assertThat(spoken(PackageNotes.npmPackage(bytes(name))).get(0))
        .startsWith("npm a?[31m??b 111")
        .hasSizeLessThan(300);
  }
}
