package io.envsnap;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysFalse;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static io.envsnap.testkit.walls.HouseRules.classesOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.envsnap.testkit.walls.HouseRules;
import org.junit.jupiter.api.Test;

/** The walls of the words: values, and formats in one room. */
class ArchitectureTest {
  private static final JavaClasses SPEC = classesOf("io.envsnap.spec");

  @Test
  void theseWallsAreHeldAgainstRealClasses() {
    assertThat(SPEC).isNotEmpty();
  }

  @Test
  void noPackagesDependOnEachOther() {
    HouseRules.noCycles().check(SPEC);
  }

  @Test
  void everyPackageSaysWhatItIs() {
    HouseRules.everyPackageSaysWhatItIs().check(SPEC);
  }

  @Test
  void onlyTheCodecKnowsJackson() {
    HouseRules.onlyThese("io.envsnap.spec.codec..", "com.fasterxml.jackson..", "org.yaml..")
        .check(SPEC);
  }

  @Test
  void wordsTouchNeitherFilesNorTheNetwork() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(
            java.io.File.class,
            java.io.FileInputStream.class,
            java.io.FileOutputStream.class,
            java.nio.file.Files.class,
            java.net.URLConnection.class,
            java.net.Socket.class)
        .because("spec holds words; agent acts")
        .allowEmptyShould(true)
        .check(SPEC);
  }

  @Test
  void wordsAskNoClock() {
    HouseRules.nobodyAsksTheClock(alwaysFalse()).check(SPEC);
  }

  @Test
  void wordsReadNoEnvironment() {
    HouseRules.nobodyReadsTheEnvironment(alwaysFalse()).check(SPEC);
  }

  @Test
  void wordsStartNoPrograms() {
    HouseRules.nobodyStartsPrograms(alwaysFalse()).check(SPEC);
  }

  @Test
  void wordsPrintNothing() {
    HouseRules.nobodyPrints(alwaysFalse()).check(SPEC);
  }
}
