package io.envsnap.spec.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntryRulesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "libstdc++6",
        "@jupyterlab/builder",
        "/",
        "/content/a b",
        "/content/x\ny",
        "a/../b",
        "..",
        "日本"
      })
  void acceptsNames(String name) {
    assertThat(EntryRules.problemOfName(name)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-r", "--", "a\u0000b", "a\nb", "/a/../b", "//a", "/a/", "/a/./b", "/a\u0000"})
  void refusesNamesThatCouldBeMoreThanANameOrLeadElsewhere(String name) {
    assertThat(EntryRules.problemOfName(name)).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "remote ext::sh", "url fd::17", "remotes o,ext::sh", "indexUrl -x", "upstream_url ext::x",
        "remote --upload-pack=x", "branch -b", "baseBranch -b", "path --x", "commit -c"
      })
  void refusesValuesThatGitOrPipWouldRun(String name, String value) {
    assertThat(EntryRules.problemOfAttribute(name, value)).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "remote https://[fe80::1]/a",
        "remote git@git.example:a",
        "remote hg::https://a.example",
        "priority -10",
        "pin ext::x",
        "direct file:///content/a",
        "option APT::Install-Recommends",
        "url https://a.example/?x=ext::y",
        "pathological -x"
      })
  void acceptsWhatOnlyLooksAlike(String name, String value) {
    assertThat(EntryRules.problemOfAttribute(name, value)).isEmpty();
  }

  @Test
  void keepsTheKeysOfAnEntryForThemselves() {
    for (String name : new String[] {"name", "scope", "version", "requested", "artifacts"}) {
      assertThat(EntryRules.problemOfAttributeName(name)).isPresent();
    }
    for (String name : new String[] {"1a", "", "a b", "a:b", "<<", "a".repeat(65)}) {
      assertThat(EntryRules.problemOfAttributeName(name)).as(name).isPresent();
    }
    assertThat(EntryRules.problemOfAttributeName("x-1.y_Z")).isEmpty();
  }
}
