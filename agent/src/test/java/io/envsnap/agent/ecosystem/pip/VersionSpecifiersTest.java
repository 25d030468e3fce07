package io.envsnap.agent.ecosystem.pip;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionSpecifiersTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ">=2 | 2.0", ">=2,<3 | 2.9.1", "==1.4.* | 1.4.7", "!=1.5 | 1.6", "~=1.4.2 | 1.4.9",
        "~=1.4 | 1.9", "== 1.0 | 1", "<=1.0 | 1.0.0", ">1.0 | 1.0.1", "===1.0 | 1.0",
        ">=2 | 2.0+cu118", "'' | 1.0"
      })
  void whatTheBoundsIncludeIsAllowed(String specifiers, String version) {
    assertThat(VersionSpecifiers.allow(specifiers, version)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ">=2 | 1.26.4", ">=2,<3 | 3.0", "==1.4.* | 1.5", "!=1.5 | 1.5.0", "!=1.5.* | 1.5.3",
        "~=1.4.2 | 1.5", "~=1.4.2 | 1.4.1", "~=1.4 | 2.0", "<1.0 | 1.0", ">1.0 | 1"
      })
  void whatTheyExcludeIsNot(String specifiers, String version) {
    assertThat(VersionSpecifiers.allow(specifiers, version)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {">=2 | 2.0rc1", "<2 | 2.0.dev3", ">=2.0rc1 | 1.0", "==banana | 1.0"})
  void whatIsNoFinalReleaseCountsAsAllowed(String specifiers, String version) {
    assertThat(VersionSpecifiers.allow(specifiers, version)).isTrue();
  }
}
