package io.envsnap.cli.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.envsnap.testkit.vm.NeedsVm;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Everything odd that pip, its relatives and hands do to a machine, in one session. */
@NeedsVm
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PipCornersIT {
  private static final Pattern LEFT_OUT =
      Pattern.compile(
          ".*/dist-packages/~illed.*|/content/weights/(huge.*|nameless.bin)|/root/.bash_history");
  private final List<SessionCase> cases = SessionCase.in("pip");
  private CasePlay play;

  @BeforeAll
  void play(@TempDir Path store) {
    play = new CasePlay(store, cases, true);
  }

  @TestFactory
  Stream<DynamicTest> whatPipAndTheProgramsSayIsTheSame() {
    return cases.stream()
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.name() + ": " + one.sentence(),
                    () ->
                        assertThat(play.restored(one))
                            .isNotEmpty()
                            .containsExactlyElementsOf(play.recorded(one))));
  }

  @Test
  void everyRecordHoldsAsItHeldBefore() {
    assertThat(play.recordsAfter())
        .hasSizeGreaterThan(20)
        .containsExactlyElementsOf(play.recordsBefore());
  }

  @Test
  void findAndSha256sumSayTheSameOfEveryChangedPath() {
    assertThat(play.differences(PipCornersIT::isLeftOut)).isEmpty();
  }

  @Test
  void whatTheSessionRemovedIsGoneAndNothingElseHasCome() {
    assertThat(play.onlyRestored(PipCornersIT::isLeftOut)).isEmpty();
  }

  @Test
  void filesAboveTheLimitAreNamedWithSizeAndAddress() {
    assertThat(play.lockfile())
        .contains("path: /content/weights/huge.safetensors, size: 31457280, reason: larger than")
        .contains("url: \"https://models.example/resolve/7?download=true\"")
        .contains("url: \"https://data.example/nameless.bin\"")
        .doesNotContain("pa55w0rd");
  }

  @Test
  void theSecondRestoreWritesNothing() {
    assertThat(play.again()).contains("\"files\":0").contains("\"exact\":true");
  }

  /** What a killed pip left behind, what is too large, and what was typed is never recorded. */
  static boolean isLeftOut(String path) {
    return Leftovers.isLeftOut(path) || LEFT_OUT.matcher(path).matches();
  }
}
