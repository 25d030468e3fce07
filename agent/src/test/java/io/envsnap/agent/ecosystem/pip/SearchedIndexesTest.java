package io.envsnap.agent.ecosystem.pip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SearchedIndexesTest {
  private static final String A = "https://a.example/simple";
  private static final String B = "https://b.example/simple/";

  /** As pip 23 says it; the variables are those of the same machine. */
  private static final SearchedIndexes MACHINE =
      SearchedIndexes.of(
          List.of(
              ":env:.index-url='https://me:word@a.example/simple/'",
              "global.extra-index-url='\\n"
                  + "https://more.example/simple\\n"
                  + "https://x:y@b.example/simple'",
              "global.find-links='https://files.example/'",
              "global.index-url='https://file.example/simple'",
              "global.proxy='http://proxy.example:3128'",
              "global.timeout='60'",
              "install.no-index='true'",
              "list.format='columns'"),
          List.of("PATH=/usr/bin", "PIP_TIMEOUT=5", "UV_INDEX=corp=https://k:v@c.example/simple"));

  @Test
  void nothingButTheNamedIndexIsSearchedWithWhateverElsePipsFilesSay() {
    assertThat(MACHINE.only(List.of("https://new.example/simple")))
        .containsEntry("PIP_INDEX_URL", "https://new.example/simple")
        .containsEntry("UV_DEFAULT_INDEX", "https://new.example/simple")
        .containsEntry("PIP_EXTRA_INDEX_URL", "")
        .containsEntry("UV_INDEX", "")
        .containsEntry("PIP_FIND_LINKS", "")
        .containsEntry("PIP_CONFIG_FILE", "/dev/null")
        .containsEntry("PIP_PROXY", "http://proxy.example:3128")
        .doesNotContainKeys("PIP_TIMEOUT", "PIP_FORMAT");
  }

  @Test
  void anIndexThatTheMachineHasACredentialForIsAskedWithIt() {
    assertThat(MACHINE.only(List.of(A, B, "https://c.example/simple")))
        .containsEntry("PIP_INDEX_URL", "https://me:word@a.example/simple/")
        .containsEntry(
            "PIP_EXTRA_INDEX_URL", "https://x:y@b.example/simple https://k:v@c.example/simple");
  }

  @Test
  void theUsualIndexIsWhateverThisMachineUsesAsSuch() {
    assertThat(MACHINE.only(List.of(UvStory.PYPI + "/")))
        .containsEntry("PIP_INDEX_URL", "https://me:word@a.example/simple/");
    assertThat(SearchedIndexes.of(List.of(), List.of()).only(List.of(UvStory.PYPI)))
        .containsEntry("PIP_INDEX_URL", UvStory.PYPI);
  }

  private static IndexAnswer has(String file, String sha256) {
    return new IndexAnswer(Map.of(file, sha256), "");
  }

  private static Optional<String> problem(IndexAnswer a, IndexAnswer b) {
    return IndexChoice.problem(Map.of(A, a, B, b));
  }

  @Test
  void oneIsChosenWhereItAloneHasItOrAllHaveTheSame() {
    IndexAnswer nothing = new IndexAnswer(Map.of(), "");
    assertThat(problem(has("x-1.0.whl", "11"), nothing)).isEmpty();
    assertThat(problem(has("x-1.0.whl", "11"), has("x-1.0.whl", "11"))).isEmpty();
    assertThat(problem(nothing, nothing).orElseThrow()).contains("none of its 2 indexes");
  }

  @Test
  void noneIsChosenWhereTwoDifferOrOneIsSilent() {
    assertThat(problem(has("x-1.0.whl", "11"), has("x-1.0.whl", "22")).orElseThrow())
        .contains(A, B, "differ");
    assertThat(problem(has("x-1.0.whl", "11"), IndexAnswer.none("401 Client Error")).orElseThrow())
        .contains(B, "cannot be asked (401");
  }
}
