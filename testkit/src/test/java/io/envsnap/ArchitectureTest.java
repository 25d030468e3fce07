package io.envsnap;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static io.envsnap.testkit.walls.HouseRules.classesOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.envsnap.testkit.walls.HouseRules;
import org.junit.jupiter.api.Test;

/** The walls of the test kit. */
class ArchitectureTest {
  private static final JavaClasses TESTKIT = classesOf("io.envsnap");

  @Test
  void theseWallsAreHeldAgainstRealClasses() {
    assertThat(TESTKIT).isNotEmpty();
  }

  @Test
  void noPackagesDependOnEachOther() {
    HouseRules.noCycles().check(TESTKIT);
  }

  @Test
  void everyPackageSaysWhatItIs() {
    HouseRules.everyPackageSaysWhatItIs().check(TESTKIT);
  }

  @Test
  void theTestKitJudgesEnvsnapWithoutKnowingIt() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.envsnap.spec..", "io.envsnap.agent..", "io.envsnap.cli..")
        .allowEmptyShould(true)
        .check(TESTKIT);
  }
}
