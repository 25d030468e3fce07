package io.envsnap;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysFalse;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static io.envsnap.testkit.walls.HouseRules.classesOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.envsnap.testkit.walls.HouseRules;
import org.junit.jupiter.api.Test;

/** The walls of the command line, the only part that speaks with people. */
class ArchitectureTest {
  private static final JavaClasses PRODUCT =
      classesOf("io.envsnap.spec", "io.envsnap.agent", "io.envsnap.cli");
  private static final JavaClasses CLI = classesOf("io.envsnap.cli");

  @Test
  void theseWallsAreHeldAgainstRealClasses() {
    assertThat(CLI).isNotEmpty();
    assertThat(PRODUCT.size()).isGreaterThan(CLI.size());
  }

  @Test
  void nothingBelowKnowsTheCommandLine() {
    noClasses()
        .that()
        .resideInAnyPackage("io.envsnap.spec..", "io.envsnap.agent..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.envsnap.cli..", "picocli..")
        .because("arrows point down only")
        .allowEmptyShould(true)
        .check(PRODUCT);
  }

  @Test
  void commandsUseTheFrontDoorAndNotTheRoomsBehindIt() {
    noClasses()
        .that()
        .resideInAPackage("io.envsnap.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.envsnap.agent.ecosystem.*..",
            "io.envsnap.agent.store.*..",
            "io.envsnap.agent.tree..")
        .because("what a command needs of them, the front door offers")
        .allowEmptyShould(true)
        .check(PRODUCT);
  }

  @Test
  void noPackagesDependOnEachOther() {
    HouseRules.noCycles().check(PRODUCT);
  }

  @Test
  void everyPackageSaysWhatItIs() {
    HouseRules.everyPackageSaysWhatItIs().check(CLI);
  }

  @Test
  void onlyOutputAndMainPrint() {
    HouseRules.nobodyPrints(
            resideInAPackage("io.envsnap.cli.output..").or(name("io.envsnap.cli.Main")))
        .check(CLI);
  }

  @Test
  void onlyConfigReadsTheEnvironment() {
    HouseRules.nobodyReadsTheEnvironment(resideInAPackage("io.envsnap.cli.config..")).check(CLI);
  }

  @Test
  void commandsStartNoPrograms() {
    HouseRules.nobodyStartsPrograms(alwaysFalse()).check(CLI);
  }

  @Test
  void onlyTheCodecKnowsJackson() {
    HouseRules.onlyThese("io.envsnap.spec.codec..", "com.fasterxml.jackson..", "org.yaml..")
        .check(PRODUCT);
  }
}
